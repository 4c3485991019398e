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


def reshape(x, shape):
    """The values of each example in another shape."""
    return F.reshape(x, (len(x), *shape))


def pixel_shuffle(x, scale):
    """Turns blocks of scale * scale channels into squares of pixels."""
    n, _, h, w = x.shape
    x = F.reshape(x, (n, -1, scale, scale, h, w))
    x = F.transpose(x, (0, 1, 4, 2, 5, 3))
    return F.reshape(x, (n, -1, h * scale, w * scale))


def pixel_unshuffle(x, scale):
    """Turns squares of scale * scale pixels into channels."""
    n, c, h, w = x.shape
    x = F.reshape(x, (n, c, h // scale, scale, w // scale, scale))
    x = F.transpose(x, (0, 1, 3, 5, 2, 4))
    return F.reshape(x, (n, -1, h // scale, w // scale))


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Up(chainer.Chain):
    """Block Up."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        with self.init_scope():
            self.wide = L.Convolution2D(in_channels, in_channels * scale * scale, 1)
            self.conv = L.Convolution2D(in_channels, in_channels, 3, pad=1)

    def forward(self, x):
        x = pixel_shuffle(self.wide(x), self.scale)
        return self.conv(x)


class Rows(chainer.Chain):
    """Block Rows."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.in_channels = in_channels
        self.width = width
        with self.init_scope():
            self.mix = L.Convolution1D(in_channels, width, 3, pad=1)

    def forward(self, x):
        x = self.mix(F.reshape(x, (len(x), self.in_channels, -1)))
        return F.reshape(x, (len(x), self.width // 2, -1, 2))


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels, scale=2):
        super().__init__(
            Apply(pixel_unshuffle, scale=scale),
            L.Convolution2D(in_channels * (scale * scale), 8, 1),
            Apply(pixel_shuffle, scale=2),
            Apply(reshape, shape=(4, -1)),
            Apply(F.tanh),
            Apply(reshape, shape=(scale, -1, scale)),
        )


class Image(Stack):
    """Block Image."""

    def __init__(self, in_channels, width):
        super().__init__(
            L.Linear(in_channels, 12 * width),
            Apply(reshape, shape=(2, 3, -1)),
            L.Convolution2D(2, 2, 2),
            Apply(flatten),
            Apply(reshape, shape=(width, -1)),
        )


class Rearranged(chainer.Chain):
    """Values with other axes; squares of pixels as channels, and back."""

    def __init__(self, scale=2, width=4, twice=True):
        super().__init__()
        self.scale = scale
        self.width = width
        with self.init_scope():
            self.mix = L.Convolution2D(3 * (scale * scale), 8, 1)
            self.use_again = twice
            self.block = Up(8 if twice else 2, scale=scale)
            self.rows = Rows(8 if twice else 2, width)
            self.listed = Listed(width // 2, scale=scale)
            self.fc = L.Linear(6, 24)
            self.last = L.Convolution2D(width // 2, 2, 2)
            self.flat = Image(6, width)
            self.conv = L.Convolution3D(2, 3, 2)
            self.back = Stack(Apply(F.transpose, axes=(0, 1, 3, 4, 2)), Apply(F.tanh))

    def forward(self, x, z, signal, volume):
        x = pixel_shuffle(self.mix(pixel_unshuffle(x, self.scale)), 2)
        if self.use_again:
            x = pixel_unshuffle(x, 2)
        x = self.block(x)
        x = self.rows(x)
        listed = self.listed(x)
        x = self.fc(z)
        last = self.last(F.reshape(x, (len(x), self.width // 2, 3, -1)))
        flat = self.flat(z)
        x = F.transpose(signal, (0, 2, 1))
        values = F.reshape(x, (len(x), -1))
        x = self.conv(F.transpose(volume, (0, 1, 4, 2, 3)))
        return (listed, last, flat, values, self.back(x))
