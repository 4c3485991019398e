import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 3, pad=1)
            self.bn = L.BatchNormalization(channels, eps=1e-5)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        return self.conv(x)


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__(L.Convolution2D(in_channels, in_channels, 1), Apply(F.relu))


class Reuse(chainer.Chain):
    """One module, applied several times."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 3, pad=1)
            self.bn = L.BatchNormalization(4, eps=1e-5)
            self.unit = Unit(4)
            self.listed = Listed(4)
            self.narrow = L.Convolution2D(8, 4, 1)
            self.group = Stack(L.Convolution2D(4, 4, 1), Apply(F.tanh))
            self.rep = Stack(*(Unit(4) for _ in range(2)))
            self.inner = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        x = self.conv(x)
        conv2 = self.conv(x)
        x = self.bn(conv2)
        bn2 = self.bn(x)
        x = self.conv(F.max_pooling_2d(bn2, 2, cover_all=False))
        x = self.unit(x)
        x = self.listed(x)
        x = self.unit(x)
        listed2 = self.listed(conv2)
        y = self.narrow(F.concat((bn2, listed2), axis=1))
        y = self.group(y)
        y = self.group(y)
        y = self.rep(y)
        z = self.rep(listed2)
        x = z + F.tanh(y) + F.unpooling_2d(x, 2, cover_all=False)
        shortcut = self.conv(x)
        x = self.inner(x)
        x = self.inner(x) + shortcut
        return self.inner(x)
