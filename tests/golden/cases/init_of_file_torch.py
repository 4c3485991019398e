from functools import partial

from torch import nn


def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, bias=8):
        super().__init__()
        self.conv = initialize(
            nn.Conv2d(in_channels, bias, 1),
            weight=partial(nn.init.normal_, std=0.25),
            bias=partial(nn.init.constant_, val=0.125),
        )
        self.fit = initialize(
            nn.Conv2d(bias, in_channels, 1),
            weight=partial(nn.init.normal_, std=0.25),
            bias=partial(nn.init.constant_, val=1 / in_channels),
        )

    def forward(self, x):
        x = self.conv(x)
        return self.fit(x)


class InitOfFile(nn.Module):
    """Network InitOfFile."""

    def __init__(self, width=3):
        super().__init__()
        self.stem = initialize(
            nn.Conv2d(4, width, 3),
            weight=partial(nn.init.normal_, std=0.25),
            bias=partial(nn.init.constant_, val=0.125),
        )
        self.unit = Unit(width)

    def forward(self, x):
        x = self.stem(x)
        return self.unit(x)
