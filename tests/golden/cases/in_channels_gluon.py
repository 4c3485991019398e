from mxnet.gluon import nn


class Inner(nn.HybridSequential):
    """Block Inner."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add(
            nn.Conv2D(width, 1, in_channels=in_channels),
            nn.Conv2D(in_channels, 1, in_channels=width),
        )


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, ratio=2):
        super().__init__()
        mid = in_channels // ratio
        self.reduce = nn.Conv2D(
            mid,
            1,
            groups=2 if in_channels % 2 == 0 and mid % 2 == 0 else 1,
            in_channels=in_channels,
        )
        self.middle = nn.HybridSequential()
        for i in range(max(1, in_channels // 4)):
            self.middle.add(
                nn.Conv2D(mid + 1, 1, in_channels=mid if i == 0 else mid + 1)
            )
        self.restore = nn.Conv2D(in_channels, 1, in_channels=mid + 1)
        if in_channels > 4:
            self.bn = nn.BatchNorm(in_channels=in_channels)
        else:
            self.bn = nn.HybridSequential()
        self.skip = in_channels == 6
        self.x1 = nn.Conv2D(in_channels, 1, in_channels=in_channels)
        self.dw = nn.Conv2D(
            in_channels, 3, padding=1, groups=in_channels, in_channels=in_channels
        )
        self.inner = Inner(in_channels, in_channels + 1)

    def hybrid_forward(self, F, x):
        x = self.reduce(x)
        x = self.middle(x)
        x = self.bn(self.restore(x))
        y = self.x1(x)
        if self.skip:
            y = y + x
        x = self.dw(y)
        return self.inner(x)


class InChannels(nn.HybridBlock):
    """The channels of the input of the class, wherever an expression may stand."""

    def __init__(self):
        super().__init__()
        self.unit = Unit(6)
        self.conv = nn.Conv2D(4, 1, in_channels=6)
        self.unit2 = Unit(4)
        self.unit3 = Unit(4, ratio=4)
        self.back = nn.Conv2D(6, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.unit(x)
        x = self.conv(x)
        x = self.unit2(x)
        x = self.unit3(x)
        return self.back(x)
