import math

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


def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resizes by mixing the nearest pixels along each side."""
    xp = chainer.backend.get_array_module(x)
    for side in range(x.ndim - 2):
        # Mixes the first of the sides and puts it last.
        n = x.shape[2]
        factor = scale[side] if scale else size[side] / n
        count = size[side] if size else int(n * factor)
        if align_corners:
            place = xp.arange(count) * ((n - 1) / max(count - 1, 1))
        else:
            place = xp.clip((xp.arange(count) + 0.5) / factor - 0.5, 0, n - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(n)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x


def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)


def gelu(x):
    """x times the normal distribution function of x."""
    return 0.5 * x * (1 + F.erf(x / math.sqrt(2)))


def gelu_tanh(x):
    """x times a tanh that is close to the normal distribution function of x."""
    return 0.5 * x * (1 + F.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class UnitLeakyRelu(chainer.Chain):
    """Block UnitLeakyRelu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.leaky_relu(self.conv(x), slope=0.01)


class UnitTanh(chainer.Chain):
    """Block UnitTanh."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.tanh(self.conv(x))


class UnitSigmoid(chainer.Chain):
    """Block UnitSigmoid."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.sigmoid(self.conv(x))


class Outer(chainer.Chain):
    """Block Outer."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.unit = UnitSigmoid(in_channels)

    def forward(self, x):
        return F.sigmoid(self.unit(x))


class UnitSilu(chainer.Chain):
    """Block UnitSilu."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return silu(self.conv(x))


class OuterSilu(chainer.Chain):
    """Block OuterSilu."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.unit = UnitSilu(in_channels)

    def forward(self, x):
        return silu(self.unit(x))


class Pool(Stack):
    """Block Pool."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(
            Apply(F.max_pooling_2d, ksize=kernel, stride=2, cover_all=False),
            L.Convolution2D(in_channels, 4, 1),
        )


class PoolCeil(Stack):
    """Block PoolCeil."""

    def __init__(self, in_channels, kernel=2):
        super().__init__(
            Apply(
                padded_max_pooling,
                ksize=kernel,
                stride=2,
                pads=((0, min(1, kernel - 1)), (0, min(1, kernel - 1))),
            ),
            L.Convolution2D(in_channels, 4, 1),
        )


class Resize(chainer.Chain):
    """Block Resize."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x):
        return self.conv(F.unpooling_2d(x, self.scale, cover_all=False))


class ResizeBilinear(chainer.Chain):
    """Block ResizeBilinear."""

    def __init__(self, in_channels, scale=2):
        super().__init__()
        self.scale = scale
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x):
        return self.conv(resize_linear(x, scale=(self.scale, self.scale)))


class Gelu(Stack):
    """Block Gelu."""

    def __init__(self):
        super().__init__(Apply(gelu))


class GeluTanh(Stack):
    """Block GeluTanh."""

    def __init__(self):
        super().__init__(Apply(gelu_tanh))


class Enums(chainer.Chain):
    """Words of operators that are params of a block."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.unit = Unit(4)
            self.unit2 = UnitLeakyRelu(4)
            self.unit3 = UnitTanh(4, channels=5)
            self.outer = Outer(5)
            self.outer2 = OuterSilu(4)
            self.pool = Pool(4)
            self.pool2 = PoolCeil(4)
            self.resize = Resize(4)
            self.resize2 = ResizeBilinear(4)
            self.gelu = Gelu()
            self.gelu2 = GeluTanh()

    def forward(self, x):
        x = self.unit(x)
        x = self.unit2(x)
        x = self.unit3(x)
        x = self.outer(x)
        x = self.outer2(x)
        x = self.pool(x)
        x = self.pool2(x)
        x = self.resize(x)
        x = self.resize2(x)
        x = self.gelu(x)
        return self.gelu2(x)
