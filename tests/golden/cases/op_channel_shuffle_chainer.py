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


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group."""
    n, c, *sides = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, *sides)), 1, 2)
    return F.reshape(x, (n, c, *sides))


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, groups):
        super().__init__()
        self.groups = groups
        self.in_channels = in_channels
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels, 1, groups=groups)

    def forward(self, x):
        x = self.conv(channel_shuffle(x, self.groups))
        return channel_shuffle(x, self.in_channels // self.groups)


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.append(Apply(channel_shuffle, groups=6))
        self.append(L.Convolution2D(in_channels, 12, 1, groups=2))
        if in_channels > 4:
            self.append(Apply(channel_shuffle, groups=2))


class Shuffle(chainer.Chain):
    """Groups of channels, interleaved."""

    def __init__(self, groups=3):
        super().__init__()
        with self.init_scope():
            self.unit = Unit(12, groups)
            self.listed = Listed(12)
            self.use_perhaps = groups > 1

    def forward(self, x):
        x = channel_shuffle(self.unit(channel_shuffle(x, 4)), 4)
        x = self.listed(channel_shuffle(x, 1))
        if self.use_perhaps:
            x = channel_shuffle(x, 2)
        return x
