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


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, first, margin=1, shift=(0, 1)):
        super().__init__()
        self.first = first
        self.in_channels = in_channels
        self.margin = margin
        self.shift = shift
        self.conv = nn.Conv2D(in_channels - 1 - first, 4, 2)

    def forward(self, x):
        x = x[:, self.first : self.in_channels - 1]
        x = self.conv(
            F.pad(
                x[:, :, :: self.first],
                (-self.margin, -self.margin, -self.margin, -self.margin),
            )
        )
        return paddle.roll(x, self.shift, (2, 3))


class Layer(nn.Layer):
    """A part of Listed."""

    def forward(self, x):
        return x[:, ::2]


class Listed(nn.Sequential):
    """Block Listed."""

    def __init__(self, margin=1, last=3):
        super().__init__()
        self.append(Apply(paddle.slice, axes=[1], starts=[1], ends=[last]))
        self.append(nn.Conv2D(last - 1, 5, 1))
        self.append(Layer())
        self.append(nn.Pad2D((-margin, 0, 0, -1)))
        self.append(Apply(paddle.roll, shifts=margin, axis=2))
        if margin > 0:
            self.append(Apply(paddle.slice, axes=[3], starts=[margin], ends=[last + 1]))


class EndsLayer(nn.Layer):
    """A part of Ends."""

    def forward(self, x):
        return x[:, :, ::3]


class Ends(nn.Sequential):
    """Block Ends."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Pad1D((-2, -1)),
            nn.Conv1D(in_channels, 4, 2),
            Apply(paddle.roll, shifts=-2, axis=2),
            EndsLayer(),
        )


class Parts(nn.Layer):
    """Ranges of any axis, margins taken off, and values that move along the sides."""

    def __init__(self, first=1, margin=1, shift=(1, -2)):
        super().__init__()
        self.first = first
        self.unit = Unit(12, first, margin=margin, shift=shift)
        self.listed = Listed(margin=margin)
        self.ends = Ends(3)
        self.mix = nn.Conv3D(2, 2, 1)

    def forward(self, x, flat, signal, volume):
        even = x[:, :, :, ::2]
        unit = self.unit(paddle.concat((even, x[:, :, :, 1::2]), axis=1))
        features = flat[:, self.first : 8 : 3]
        listed = self.listed(x)
        x = self.ends(signal)
        whole = x[:]
        x = self.mix(volume[:, :, 1:5:2])
        x = paddle.roll(x[:, :, :, 1:, 2:-2], (1, -1), (2, 4))
        return (unit, features, listed, whole, x)
