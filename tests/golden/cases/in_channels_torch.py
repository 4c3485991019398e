from torch import nn


class Inner(nn.Sequential):
    """Block Inner."""

    def __init__(self, in_channels, width):
        super().__init__(
            nn.Conv2d(in_channels, width, 1), nn.Conv2d(width, in_channels, 1)
        )


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, ratio=2):
        super().__init__()
        mid = in_channels // ratio
        self.reduce = nn.Conv2d(
            in_channels,
            mid,
            1,
            groups=2 if in_channels % 2 == 0 and mid % 2 == 0 else 1,
        )
        self.middle = nn.Sequential(
            *(
                nn.Conv2d(mid if i == 0 else mid + 1, mid + 1, 1)
                for i in range(max(1, in_channels // 4))
            )
        )
        self.restore = nn.Conv2d(mid + 1, in_channels, 1)
        self.bn = nn.BatchNorm2d(in_channels) if in_channels > 4 else nn.Identity()
        self.skip = in_channels == 6
        self.x1 = nn.Conv2d(in_channels, in_channels, 1)
        self.dw = nn.Conv2d(in_channels, in_channels, 3, padding=1, groups=in_channels)
        self.inner = Inner(in_channels, in_channels + 1)

    def forward(self, x):
        x = self.reduce(x)
        x = self.middle(x)
        x = self.bn(self.restore(x))
        y = self.x1(x)
        if self.skip:
            y = y + x
        x = self.dw(y)
        return self.inner(x)


class InChannels(nn.Module):
    """The channels of the input of the class, wherever an expression may stand."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(6)
        self.conv = nn.Conv2d(6, 4, 1)
        self.unit2 = Unit(4)
        self.unit3 = Unit(4, ratio=4)
        self.back = nn.Conv2d(4, 6, 1)

    def forward(self, x):
        x = self.unit(x)
        x = self.conv(x)
        x = self.unit2(x)
        x = self.unit3(x)
        return self.back(x)
