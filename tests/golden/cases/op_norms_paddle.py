from paddle import nn


class LayerNorm2D(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))


class Norms(nn.Layer):
    """Normalisations of images."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2D(6)
        self.bn_eps = nn.BatchNorm2D(6, momentum=0.8, epsilon=0.001)
        self.bn_plain = nn.BatchNorm2D(6, weight_attr=False, bias_attr=False)
        self.gn = nn.GroupNorm(3, 6)
        self.gn_eps = nn.GroupNorm(1, 6, epsilon=0.01)
        self.ln = LayerNorm2D(6)
        self.ln_eps = LayerNorm2D(6, epsilon=0.001)
        self.lrn = nn.LocalResponseNorm(5)
        self.lrn_all = nn.LocalResponseNorm(3, alpha=0.01, beta=0.5, k=2.0)

    def forward(self, x):
        x = self.bn_plain(self.bn_eps(self.bn(x)))
        x = self.ln(self.gn_eps(self.gn(x)))
        return self.lrn_all(self.lrn(self.ln_eps(x)))
