import math
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

    def __init__(self, in_channels, spread=0.2):
        super().__init__()
        self.conv = initialize(
            nn.Conv2d(in_channels, 4, 3, padding=1),
            weight=partial(nn.init.normal_, std=spread),
            bias=nn.init.zeros_,
        )
        self.bn = initialize(
            nn.BatchNorm2d(4),
            weight=partial(nn.init.constant_, val=0.5),
            bias=partial(nn.init.uniform_, a=-0.1, b=0.1),
        )
        self.other = initialize(
            nn.Conv2d(4, 4, 1),
            weight=partial(nn.init.constant_, val=spread / 2),
            bias=nn.init.ones_,
        )

    def forward(self, x):
        x = self.bn(self.conv(x))
        return self.other(x)


class Scaled(nn.Module):
    """Block Scaled."""

    def __init__(self, in_channels, affine):
        super().__init__()
        self.bn = initialize(
            nn.BatchNorm2d(in_channels, affine=affine),
            weight=partial(nn.init.constant_, val=2),
            bias=nn.init.ones_,
        )

    def forward(self, x):
        return self.bn(x)


class Plain(nn.Sequential):
    """Block Plain."""

    def __init__(self, in_channels):
        super().__init__(
            initialize(
                nn.Conv2d(in_channels, 4, 1),
                weight=nn.init.kaiming_normal_,
                bias=nn.init.zeros_,
            ),
            initialize(
                nn.ConvTranspose2d(4, 4, 2, stride=2),
                weight=partial(nn.init.normal_, std=math.sqrt(2 / 16)),
                bias=nn.init.zeros_,
            ),
        )


class Init(nn.Module):
    """Initialisers of every kind, on the file, on a block and on nodes."""

    def __init__(self, scale=0.1):
        super().__init__()
        self.conv1 = initialize(
            nn.Conv2d(4, 4, 3), weight=nn.init.kaiming_normal_, bias=nn.init.zeros_
        )
        self.conv2 = initialize(
            nn.Conv2d(4, 4, 1), weight=nn.init.kaiming_uniform_, bias=nn.init.zeros_
        )
        self.conv3 = initialize(
            nn.Conv2d(4, 4, 1, bias=False), weight=nn.init.xavier_normal_
        )
        self.conv4 = initialize(
            nn.Conv2d(4, 4, 1),
            weight=nn.init.xavier_uniform_,
            bias=partial(nn.init.constant_, val=0.1),
        )
        self.conv5 = initialize(
            nn.Conv2d(4, 4, 1),
            weight=partial(nn.init.kaiming_normal_, nonlinearity="linear"),
            bias=partial(nn.init.normal_, std=scale),
        )
        self.conv6 = initialize(
            nn.Conv2d(4, 4, 1),
            weight=partial(nn.init.kaiming_uniform_, nonlinearity="linear"),
            bias=nn.init.zeros_,
        )
        self.conv7 = initialize(
            nn.Conv2d(4, 4, 1),
            weight=nn.init.ones_,
            bias=partial(nn.init.uniform_, a=-0.5, b=0.5),
        )
        self.unit = Unit(4)
        self.unit2 = Unit(4, spread=scale)
        self.scaled = Scaled(4, True)
        self.unscaled = Scaled(4, False)
        self.plain = Plain(4)
        self.slope = initialize(nn.PReLU(), weight=partial(nn.init.constant_, val=0.1))
        self.norm = initialize(nn.GroupNorm(2, 4), bias=nn.init.ones_)
        self.fc = initialize(
            nn.Linear(4 * 8 * 8, 3),
            weight=partial(nn.init.uniform_, a=-0.1 * scale, b=0.1),
            bias=nn.init.zeros_,
        )

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.conv4(x)
        x = self.conv5(x)
        x = self.conv6(x)
        x = self.conv7(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.scaled(x)
        x = self.unscaled(x)
        x = self.norm(self.slope(self.plain(x))).flatten(1)
        return self.fc(x)
