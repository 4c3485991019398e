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


def amax(x, axis, keepdims=False):
    """The maximum; equal values share its gradient, which F.max gives to each."""
    top = F.max(x, axis, keepdims=True)
    ties = chainer.as_array(x) == top.array
    kept = F.where(ties, x, top.xp.zeros_like(top.array))
    return F.sum(kept, axis, keepdims) / ties.sum(axis, x.dtype, keepdims=keepdims)


def amin(x, axis, keepdims=False):
    """The minimum; equal values share its gradient."""
    return -amax(-x, axis, keepdims)


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Attention(chainer.Chain):
    """A weight for each pixel, from the mean, the maximum and the minimum of its
    channels.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 1, 3, pad=1, nobias=True)

    def forward(self, x):
        mean = F.average(x, axis=1, keepdims=True)
        peak = amax(x, axis=1, keepdims=True)
        x = self.conv(F.concat((mean, peak, amin(x, axis=1, keepdims=True)), axis=1))
        return F.sigmoid(x)


class Head(Stack):
    """Reductions in a list."""

    def __init__(self, in_channels, width):
        super().__init__(
            L.Convolution2D(in_channels, width, 1),
            Apply(F.sum, axis=3, keepdims=True),
            Apply(F.average, axis=(1, 2), keepdims=True),
            Apply(flatten),
        )


class Extremes(Stack):
    """Block Extremes."""

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1), Apply(amax, axis=2), Apply(amin, axis=2)
        )


class Reductions(chainer.Chain):
    """Means, sums and extremes over axes of flat inputs, signals, images and
    volumes.
    """

    def __init__(self, width=3):
        super().__init__()
        with self.init_scope():
            self.weight = Attention()
            self.head = Head(4, width)
            self.low = Extremes(4)

    def forward(self, image, signal, volume, vector):
        weight = self.weight(image)
        head = self.head(image)
        low = self.low(image)
        equal = F.max_pooling_2d(image, 3, stride=1, pad=1, cover_all=False)
        top = amax(equal, axis=(2, 3))
        bottom = amin(equal, axis=(2, 3))
        means = F.average(F.sum(equal, axis=1), axis=1)
        last = amin(signal, axis=2)
        best = amax(signal, axis=1)
        corner = amax(volume, axis=(2, 3, 4))
        plane = F.average(amin(volume, axis=(1, 4)), axis=2)
        x = amax(volume, axis=(2, 3), keepdims=True)
        slabs = F.reshape(x, (len(x), -1))
        x = F.average(image, axis=1, keepdims=True)
        map_flat = F.reshape(x, (len(x), -1))
        x = F.average(image, axis=1)
        mean_flat = F.reshape(x, (len(x), -1))
        x = F.sum(vector, axis=1, keepdims=True)
        return (
            weight,
            head,
            low,
            top,
            bottom,
            means,
            last,
            best,
            corner,
            plane,
            slabs,
            map_flat,
            mean_flat,
            x,
        )
