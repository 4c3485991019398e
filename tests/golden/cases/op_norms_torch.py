from torch import nn


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Norms(nn.Module):
    """Normalisations of images."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(6)
        self.bn_eps = nn.BatchNorm2d(6, eps=0.001, momentum=0.2)
        self.bn_plain = nn.BatchNorm2d(6, affine=False)
        self.gn = nn.GroupNorm(3, 6)
        self.gn_eps = nn.GroupNorm(1, 6, eps=0.01)
        self.ln = LayerNorm2d(6)
        self.ln_eps = LayerNorm2d(6, eps=0.001)
        self.lrn = nn.LocalResponseNorm(5)
        self.lrn_all = nn.LocalResponseNorm(3, alpha=0.01, beta=0.5, k=2.0)

    def forward(self, x):
        x = self.bn_plain(self.bn_eps(self.bn(x)))
        x = self.ln(self.gn_eps(self.gn(x)))
        return self.lrn_all(self.lrn(self.ln_eps(x)))
