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


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Unit(Stack):
    """Block Unit."""

    def __init__(self, in_channels, channels):
        super().__init__(
            L.Convolution2D(in_channels, channels, 3, pad=1, nobias=True),
            L.BatchNormalization(channels, eps=1e-5),
            Apply(F.relu),
        )


class ListRoot(Stack):
    """The network itself is a list."""

    def __init__(self, classes=5):
        super().__init__(
            Unit(3, 4),
            *(Unit(4 if i == 0 else 6, 6) for i in range(2)),
            Apply(F.max_pooling_2d, ksize=2, cover_all=False),
            Apply(flatten),
            L.Linear(6 * 3 * 3, classes),
        )
