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


def scaled_hard_sigmoid(x, slope, offset):
    """Clip slope * x + offset to 0 and 1."""
    return torch.clamp(slope * x + offset, 0, 1)


class Layer(nn.Module):
    """A part of Root."""

    def __init__(self, least):
        super().__init__()
        self.least = least

    def forward(self, x):
        return x + self.least


class RootLayer(nn.Module):
    """A part of Root."""

    def __init__(self, exponent):
        super().__init__()
        self.exponent = exponent

    def forward(self, x):
        return x**self.exponent


class Root(nn.Sequential):
    """Block Root."""

    def __init__(self, in_channels, exponent, least=0.3):
        super().__init__(
            nn.Conv2d(in_channels, 4, 1),
            Apply(torch.square),
            Layer(least),
            Apply(torch.sqrt),
            Apply(torch.log),
            Apply(torch.clamp, max=0.9),
            Apply(torch.exp),
            RootLayer(exponent),
        )


class ListedLayer(nn.Module):
    """Part `listed` of Pointwise."""

    def forward(self, x):
        return x - 0.1


class Pointwise(nn.Module):
    """Arithmetic on one value, with numbers that float32 does not hold."""

    def __init__(self, shift=0.1, exponent=1.7, low=-0.7, slope=0.3):
        super().__init__()
        self.low = low
        self.slope = slope
        self.shift = shift
        self.exponent = exponent
        self.conv = nn.Conv2d(4, 10, 1)
        self.mixed = nn.Conv2d(110, 4, 1)
        self.root = Root(4, 2)
        self.other_root = Root(4, 0.3, least=0.25)
        self.listed = nn.Sequential(
            nn.Conv2d(4, 8, 1),
            nn.GLU(dim=1),
            Apply(scaled_hard_sigmoid, slope=0.2, offset=0.5),
            nn.Conv2d(4, 4, 1),
            Apply(scaled_hard_sigmoid, slope=1 / 6, offset=0.3),
            nn.Softsign(),
            nn.LogSigmoid(),
            nn.Conv2d(4, 4, 1),
            Apply(torch.abs),
            Apply(torch.clamp, max=0.6),
            ListedLayer(),
            nn.Conv2d(4, 2, 1),
        )

    def forward(self, image, signal, volume, flat):
        x = self.conv(image)
        branch1 = torch.abs(x)
        branch2 = torch.square(x)
        branch3 = torch.clamp(x, -0.7, 1.1)
        branch4 = torch.clamp(x, max=1)
        branch5 = torch.clamp(x, min=self.low)
        branch6 = torch.clamp(x, -0.5, 1)
        branch7 = scaled_hard_sigmoid(x, slope=0.2, offset=0.5)
        branch8 = scaled_hard_sigmoid(x, slope=self.slope, offset=0.4)
        branch9 = F.softsign(x)
        branch10 = F.logsigmoid(x)
        branch11 = x - 2
        x = torch.cat(
            (
                branch1,
                branch2,
                branch3,
                branch4,
                branch5,
                branch6,
                branch7,
                branch8,
                branch9,
                branch10,
                branch11,
            ),
            dim=1,
        )
        x = torch.square(self.mixed(x) + self.shift)
        x = ((x + 0.3) ** 0.6) ** 3
        x = torch.log((x**-0.5) ** self.exponent)
        x = self.root(x)
        x = self.other_root(x)
        x = self.listed(x)
        y = F.softsign(F.glu(signal, dim=-1))
        z = F.logsigmoid(F.glu(volume, dim=-1))
        return (x, y, z, torch.exp(F.glu(flat, dim=-1)))
