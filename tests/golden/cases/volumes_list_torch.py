import torch
from torch import nn
from torch.nn import functional as F


class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class PadConv3d(nn.Conv3d):
    """Convolution after zero pads, those of the last side first."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class LayerNormFirst(nn.LayerNorm):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class LayerScale(nn.Module):
    """Multiplication by learned factors, which begin as ``start``."""

    def __init__(self, start):
        super().__init__()
        self.factors = nn.Parameter(start)

    def forward(self, x):
        return self.factors * x


class Layer(nn.Module):
    """A part of VolumesList."""

    def forward(self, x):
        return F.avg_pool3d(F.pad(x, (0, 1, 0, 0, 1, 0)), 2, stride=1)


class VolumesListLayer(nn.Module):
    """A part of VolumesList."""

    def forward(self, x):
        return F.avg_pool3d(F.pad(x, (1, 1, 1, 1, 1, 1)), 3, stride=1) / F.avg_pool3d(
            F.pad(torch.ones_like(x), (1, 1, 1, 1, 1, 1)), 3, stride=1
        )


class VolumesListLayer2(nn.Module):
    """A part of VolumesList."""

    def forward(self, x):
        return F.avg_pool3d(F.pad(x, (0, 1, 0, 1, 0, 1)), 2) / F.avg_pool3d(
            F.pad(torch.ones_like(x), (0, 1, 0, 1, 0, 1)), 2
        )


class VolumesList(nn.Sequential):
    """Operators of volumes that a list numbers."""

    def __init__(self):
        super().__init__(
            PadConv3d(4, 6, (2, 3, 1), pads=(0, 0, 1, 1, 1, 0), stride=(1, 2, 1)),
            nn.BatchNorm3d(6),
            nn.LayerNorm(7),
            nn.Linear(7, 7),
            nn.ReLU(),
            nn.Sequential(
                nn.ConstantPad3d((0, 2, 1, 2, 1, 1), float("-inf")),
                nn.MaxPool3d(3, stride=2),
            ),
            Layer(),
            VolumesListLayer(),
            VolumesListLayer2(),
            nn.ConstantPad3d((1, 1, 0, 2, 1, 0), 0.5),
            LayerNormFirst(6),
            LayerScale(torch.ones(6, 1, 1, 1)),
            nn.GroupNorm(2, 6),
            nn.ChannelShuffle(2),
            Apply(torch.narrow, dim=1, start=0, length=4),
            nn.Dropout(0.3),
            nn.AdaptiveAvgPool3d(1),
            nn.Flatten(),
            nn.Linear(4, 3),
        )
