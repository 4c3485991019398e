import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Inner(Stack):
    """Block Inner."""

    def __init__(self, in_channels, width):
        super().__init__(
            L.Convolution2D(in_channels, width, 1),
            L.Convolution2D(width, in_channels, 1),
        )


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, ratio=2):
        super().__init__()
        mid = in_channels // ratio
        with self.init_scope():
            self.reduce = L.Convolution2D(
                in_channels,
                mid,
                1,
                groups=2 if in_channels % 2 == 0 and mid % 2 == 0 else 1,
            )
            self.middle = Stack(
                *(
                    L.Convolution2D(mid if i == 0 else mid + 1, mid + 1, 1)
                    for i in range(max(1, in_channels // 4))
                )
            )
            self.restore = L.Convolution2D(mid + 1, in_channels, 1)
            if in_channels > 4:
                self.bn = L.BatchNormalization(in_channels, eps=1e-5)
            else:
                self.bn = F.identity
            self.skip = in_channels == 6
            self.x1 = L.Convolution2D(in_channels, in_channels, 1)
            self.dw = L.Convolution2D(
                in_channels, in_channels, 3, pad=1, groups=in_channels
            )
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


class InChannels(chainer.Chain):
    """The channels of the input of the class, wherever an expression may stand."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.unit = Unit(6)
            self.conv = L.Convolution2D(6, 4, 1)
            self.unit2 = Unit(4)
            self.unit3 = Unit(4, ratio=4)
            self.back = L.Convolution2D(4, 6, 1)

    def forward(self, x):
        x = self.unit(x)
        x = self.conv(x)
        x = self.unit2(x)
        x = self.unit3(x)
        return self.back(x)
