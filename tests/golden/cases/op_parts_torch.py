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


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, first, margin=1, shift=(0, 1)):
        super().__init__()
        self.first = first
        self.in_channels = in_channels
        self.margin = margin
        self.shift = shift
        self.conv = nn.Conv2d(in_channels - 1 - first, 4, 2)

    def forward(self, x):
        x = x[:, self.first : self.in_channels - 1]
        x = self.conv(
            F.pad(
                x[:, :, :: self.first],
                (-self.margin, -self.margin, -self.margin, -self.margin),
            )
        )
        return torch.roll(x, self.shift, (2, 3))


class Layer(nn.Module):
    """A part of Listed."""

    def forward(self, x):
        return x[:, ::2]


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, margin=1, last=3):
        super().__init__()
        self.append(Apply(torch.narrow, dim=1, start=1, length=last - 1))
        self.append(nn.Conv2d(last - 1, 5, 1))
        self.append(Layer())
        self.append(nn.ZeroPad2d((-margin, 0, 0, -1)))
        self.append(Apply(torch.roll, shifts=margin, dims=2))
        if margin > 0:
            self.append(
                Apply(torch.narrow, dim=3, start=margin, length=last + 1 - margin)
            )


class EndsLayer(nn.Module):
    """A part of Ends."""

    def forward(self, x):
        return x[:, :, ::3]


class Ends(nn.Sequential):
    """Block Ends."""

    def __init__(self, in_channels):
        super().__init__(
            nn.ZeroPad1d((-2, -1)),
            nn.Conv1d(in_channels, 4, 2),
            Apply(torch.roll, shifts=-2, dims=2),
            EndsLayer(),
        )


class Parts(nn.Module):
    """Ranges of any axis, margins taken off, and values that move along the sides."""

    def __init__(self, first=1, margin=1, shift=(1, -2)):
        super().__init__()
        self.first = first
        self.unit = Unit(12, first, margin=margin, shift=shift)
        self.listed = Listed(margin=margin)
        self.ends = Ends(3)
        self.mix = nn.Conv3d(2, 2, 1)

    def forward(self, x, flat, signal, volume):
        even = x[:, :, :, ::2]
        unit = self.unit(torch.cat((even, x[:, :, :, 1::2]), dim=1))
        features = flat[:, self.first : 8 : 3]
        listed = self.listed(x)
        x = self.ends(signal)
        whole = x[:]
        x = self.mix(volume[:, :, 1:5:2])
        x = torch.roll(x[:, :, :, 1:, 2:-2], (1, -1), (2, 4))
        return (unit, features, listed, whole, x)
