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


def scaled_hard_sigmoid(x, slope, offset):
    """Clip slope * x + offset to 0 and 1."""
    return F.clip(slope * x + offset, 0, 1)


def log_sigmoid(x):
    """Logarithm of the sigmoid of x."""
    return -F.softplus(-x)


def softsign(x):
    """x / (1 + |x|)"""
    return x / (1 + F.absolute(x))


def glu(x, axis=1):
    """The first half times the sigmoid of the second half."""
    x, gates = F.split_axis(x, 2, axis)
    return x * F.sigmoid(gates)


class Layer(chainer.Chain):
    """A part of Root."""

    def __init__(self, least):
        super().__init__()
        self.least = least

    def forward(self, x):
        return x + self.least


class RootLayer(chainer.Chain):
    """A part of Root."""

    def __init__(self, exponent):
        super().__init__()
        self.exponent = exponent

    def forward(self, x):
        return x**self.exponent


class Root(Stack):
    """Block Root."""

    def __init__(self, in_channels, exponent, least=0.3):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1),
            Apply(F.square),
            Layer(least),
            Apply(F.sqrt),
            Apply(F.log),
            Apply(F.clip, x_min=None, x_max=0.9),
            Apply(F.exp),
            RootLayer(exponent),
        )


class ListedLayer(chainer.Chain):
    """Part `listed` of Pointwise."""

    def forward(self, x):
        return x - 0.1


class Pointwise(chainer.Chain):
    """Arithmetic on one value, with numbers that float32 does not hold."""

    def __init__(self, shift=0.1, exponent=1.7, low=-0.7, slope=0.3):
        super().__init__()
        self.low = low
        self.slope = slope
        self.shift = shift
        self.exponent = exponent
        with self.init_scope():
            self.conv = L.Convolution2D(4, 10, 1)
            self.mixed = L.Convolution2D(110, 4, 1)
            self.root = Root(4, 2)
            self.other_root = Root(4, 0.3, least=0.25)
            self.listed = Stack(
                L.Convolution2D(4, 8, 1),
                Apply(glu),
                Apply(F.hard_sigmoid),
                L.Convolution2D(4, 4, 1),
                Apply(scaled_hard_sigmoid, slope=1 / 6, offset=0.3),
                Apply(softsign),
                Apply(log_sigmoid),
                L.Convolution2D(4, 4, 1),
                Apply(F.absolute),
                Apply(F.clip, x_min=None, x_max=0.6),
                ListedLayer(),
                L.Convolution2D(4, 2, 1),
            )

    def forward(self, image, signal, volume, flat):
        x = self.conv(image)
        branch1 = F.absolute(x)
        branch2 = F.square(x)
        branch3 = F.clip(x, -0.7, 1.1)
        branch4 = F.clip(x, None, 1)
        branch5 = F.clip(x, self.low, None)
        branch6 = F.clip(x, -0.5, 1)
        branch7 = F.hard_sigmoid(x)
        branch8 = scaled_hard_sigmoid(x, slope=self.slope, offset=0.4)
        branch9 = softsign(x)
        branch10 = log_sigmoid(x)
        branch11 = x - 2
        x = F.concat(
            (
                branch1,
                branch2,
                branch3,
                branch4,
                branch5,
                branch6,
                branch7,
                branch8,
                branch9,
                branch10,
                branch11,
            ),
            axis=1,
        )
        x = F.square(self.mixed(x) + self.shift)
        x = ((x + 0.3) ** 0.6) ** 3
        x = F.log((x**-0.5) ** self.exponent)
        x = self.root(x)
        x = self.other_root(x)
        x = self.listed(x)
        y = softsign(glu(signal, axis=2))
        z = log_sigmoid(glu(volume, axis=4))
        return (x, y, z, F.exp(glu(flat)))
