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


def global_max_pooling(x):
    """The maximum of each channel."""
    return F.max_pooling_nd(x, x.shape[2:])


def adaptive_max_pooling(x, size):
    """Max pooling to ``size``, a number for each side."""
    sides = range(2, x.ndim)
    for axis in reversed(sides):  # so that the first of equal values wins
        s, n = x.shape[axis], size[axis - 2]
        spans = [slice(i * s // n, -(-(i + 1) * s // n)) for i in range(n)]
        parts = [x[(slice(None),) * axis + (span,)] for span in spans]
        windows = [[p.shape[i] if i == axis else 1 for i in sides] for p in parts]
        x = F.concat([*map(F.max_pooling_nd, parts, windows)], axis=axis)
    return x


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Gate(Stack):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__(
            Apply(global_max_pooling),
            L.Convolution2D(in_channels, in_channels, 1),
            Apply(F.sigmoid),
        )


class Head(Stack):
    """Block Head."""

    def __init__(self, side):
        super().__init__(
            Apply(adaptive_max_pooling, size=(side, side)),
            Apply(adaptive_max_pooling, size=(2, 1)),
            Apply(global_max_pooling),
            Apply(flatten),
        )


class MaxPools(chainer.Chain):
    """Maxima over all sides, or in windows to a given size, of images, signals and
    volumes.
    """

    def __init__(self, side=3, width=4):
        super().__init__()
        self.side = side
        with self.init_scope():
            self.stem = L.Convolution2D(3, width, 3, pad=1)
            self.weights = Gate(width)
            self.head = Head(side)
            self.fc = L.Linear(width, 2)

    def forward(self, image, signal, volume):
        equal = F.max_pooling_2d(self.stem(image), 3, stride=1, pad=1, cover_all=False)
        gate = F.tanh(equal) + equal
        gated = gate * self.weights(gate)
        windows = adaptive_max_pooling(gated, (self.side, 5))
        head = self.head(gated)
        x = F.max_pooling_2d(equal, equal.shape[2:])
        fc = self.fc(F.reshape(x, (len(x), -1)))
        parts = adaptive_max_pooling(signal, (4,))
        top = F.max_pooling_1d(parts, parts.shape[2:])
        blocks = adaptive_max_pooling(volume, (2, 3, 1))
        x = F.max_pooling_3d(volume, volume.shape[2:])
        return (windows, head, fc, parts, top, blocks, x)
