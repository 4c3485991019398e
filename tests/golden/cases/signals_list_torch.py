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


class PadConv1d(nn.Conv1d):
    """Convolution after zero pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class PadConvTranspose1d(nn.ConvTranspose1d):
    """Transposed convolution before pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return F.pad(super().forward(x), self.pads)


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
    """A part of SignalsList."""

    def forward(self, x):
        return F.avg_pool1d(F.pad(x, (1, 0)), 2, stride=1)


class SignalsListLayer(nn.Module):
    """A part of SignalsList."""

    def forward(self, x):
        return F.avg_pool1d(F.pad(x, (0, 1)), 2) / F.avg_pool1d(
            F.pad(torch.ones_like(x), (0, 1)), 2
        )


class SignalsList(nn.Sequential):
    """Operators of signals that a list numbers."""

    def __init__(self):
        super().__init__(
            PadConv1d(4, 6, 3, pads=(2, 0)),
            nn.BatchNorm1d(6),
            nn.ReLU(inplace=True),
            PadConvTranspose1d(6, 6, 3, pads=(-1, 0), stride=2),
            nn.Sequential(
                nn.ConstantPad1d((1, 1), float("-inf")), nn.MaxPool1d(3, stride=2)
            ),
            Layer(),
            nn.AvgPool1d(3, stride=1, padding=1, count_include_pad=False),
            SignalsListLayer(),
            nn.ConstantPad1d((1, 1), 0.5),
            LayerNormFirst(6),
            LayerScale(torch.ones(6, 1)),
            nn.ChannelShuffle(2),
            Apply(torch.narrow, dim=1, start=0, length=4),
            nn.Dropout(0.3),
            nn.AdaptiveAvgPool1d(2),
            nn.AdaptiveAvgPool1d(1),
            nn.Flatten(),
            nn.Linear(4, 3),
        )
