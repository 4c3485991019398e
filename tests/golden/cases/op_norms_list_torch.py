from torch import nn


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class NormsList(nn.Sequential):
    """Network NormsList."""

    def __init__(self):
        super().__init__(
            nn.BatchNorm2d(4),
            nn.GroupNorm(2, 4),
            LayerNorm2d(4),
            nn.LocalResponseNorm(5),
            nn.Flatten(),
            nn.BatchNorm1d(4 * 3 * 3),
            nn.LayerNorm(4 * 3 * 3),
        )
