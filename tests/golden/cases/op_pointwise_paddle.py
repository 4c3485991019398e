import paddle
from paddle import nn
from paddle.nn import functional as F


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def scaled_hard_sigmoid(x, slope, offset):
    """Clip slope * x + offset to 0 and 1; the built-in one rounds both to float32."""
    return paddle.clip(slope * x + offset, 0, 1)


def exact_power(x, exponent):
    """Raise x to a power; ** rounds the exponent to float32."""
    return paddle.pow(x, paddle.full([], exponent, x.dtype))


class Layer(nn.Layer):
    """A part of Root."""

    def __init__(self, least):
        super().__init__()
        self.least = least

    def forward(self, x):
        return x + self.least


class Root(nn.Sequential):
    """Block Root."""

    def __init__(self, in_channels, exponent, least=0.3):
        super().__init__(
            nn.Conv2D(in_channels, 4, 1),
            Apply(paddle.square),
            Layer(least),
            Apply(paddle.sqrt),
            Apply(paddle.log),
            Apply(paddle.clip, max=0.9),
            Apply(paddle.exp),
            Apply(exact_power, exponent=exponent),
        )


class ListedLayer(nn.Layer):
    """Part `listed` of Pointwise."""

    def forward(self, x):
        return x - 0.1


class Pointwise(nn.Layer):
    """Arithmetic on one value, with numbers that float32 does not hold."""

    def __init__(self, shift=0.1, exponent=1.7, low=-0.7, slope=0.3):
        super().__init__()
        self.low = low
        self.slope = slope
        self.shift = shift
        self.exponent = exponent
        self.conv = nn.Conv2D(4, 10, 1)
        self.mixed = nn.Conv2D(110, 4, 1)
        self.root = Root(4, 2)
        self.other_root = Root(4, 0.3, least=0.25)
        self.listed = nn.Sequential(
            nn.Conv2D(4, 8, 1),
            nn.GLU(axis=1),
            Apply(scaled_hard_sigmoid, slope=0.2, offset=0.5),
            nn.Conv2D(4, 4, 1),
            Apply(scaled_hard_sigmoid, slope=1 / 6, offset=0.3),
            nn.Softsign(),
            nn.LogSigmoid(),
            nn.Conv2D(4, 4, 1),
            Apply(paddle.abs),
            Apply(paddle.clip, max=0.6),
            ListedLayer(),
            nn.Conv2D(4, 2, 1),
        )

    def forward(self, image, signal, volume, flat):
        x = self.conv(image)
        branch1 = paddle.abs(x)
        branch2 = paddle.square(x)
        branch3 = paddle.clip(x, -0.7, 1.1)
        branch4 = paddle.clip(x, max=1)
        branch5 = paddle.clip(x, min=self.low)
        branch6 = paddle.clip(x, -0.5, 1)
        branch7 = scaled_hard_sigmoid(x, slope=0.2, offset=0.5)
        branch8 = scaled_hard_sigmoid(x, slope=self.slope, offset=0.4)
        branch9 = F.softsign(x)
        branch10 = F.log_sigmoid(x)
        branch11 = x - 2
        x = paddle.concat(
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
        x = paddle.square(self.mixed(x) + self.shift)
        x = exact_power(x + 0.3, 0.6) ** 3
        x = paddle.log(exact_power(x**-0.5, self.exponent))
        x = self.root(x)
        x = self.other_root(x)
        x = self.listed(x)
        y = F.softsign(F.glu(signal, axis=-1))
        z = F.log_sigmoid(F.glu(volume, axis=-1))
        return (x, y, z, paddle.exp(F.glu(flat, axis=-1)))
