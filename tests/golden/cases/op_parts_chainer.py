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


def roll(x, shifts):
    """Moves values along the sides; those past the end enter at the start."""
    xp = chainer.backend.get_array_module(x)
    for axis, shift in enumerate(shifts, 2):
        index = xp.roll(xp.arange(x.shape[axis]), shift)
        x = F.get_item(x, (slice(None),) * axis + (index,))
    return x


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, first, margin=1, shift=(0, 1)):
        super().__init__()
        self.first = first
        self.in_channels = in_channels
        self.margin = margin
        self.shift = shift
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels - 1 - first, 4, 2)

    def forward(self, x):
        x = x[:, self.first : self.in_channels - 1]
        x = x[:, :, :: self.first]
        x = self.conv(
            x[
                :,
                :,
                self.margin : -self.margin or None,
                self.margin : -self.margin or None,
            ]
        )
        return roll(x, self.shift)


class Listed(Stack):
    """Block Listed."""

    def __init__(self, margin=1, last=3):
        super().__init__()
        self.append(Apply(F.get_item, slices=(slice(None), slice(1, last))))
        self.append(L.Convolution2D(last - 1, 5, 1))
        self.append(Apply(F.get_item, slices=(slice(None), slice(None, None, 2))))
        self.append(
            Apply(
                F.get_item,
                slices=(slice(None), slice(None), slice(-1), slice(margin, None)),
            )
        )
        self.append(Apply(roll, shifts=(margin, 0)))
        if margin > 0:
            self.append(
                Apply(
                    F.get_item,
                    slices=(
                        slice(None),
                        slice(None),
                        slice(None),
                        slice(margin, last + 1),
                    ),
                )
            )


class Ends(Stack):
    """Block Ends."""

    def __init__(self, in_channels):
        super().__init__(
            Apply(F.get_item, slices=(slice(None), slice(None), slice(2, -1))),
            L.Convolution1D(in_channels, 4, 2),
            Apply(roll, shifts=(-2,)),
            Apply(F.get_item, slices=(slice(None), slice(None), slice(None, None, 3))),
        )


class Parts(chainer.Chain):
    """Ranges of any axis, margins taken off, and values that move along the sides."""

    def __init__(self, first=1, margin=1, shift=(1, -2)):
        super().__init__()
        self.first = first
        with self.init_scope():
            self.unit = Unit(12, first, margin=margin, shift=shift)
            self.listed = Listed(margin=margin)
            self.ends = Ends(3)
            self.mix = L.Convolution3D(2, 2, 1)

    def forward(self, x, flat, signal, volume):
        even = x[:, :, :, ::2]
        unit = self.unit(F.concat((even, x[:, :, :, 1::2]), axis=1))
        features = flat[:, self.first : 8 : 3]
        listed = self.listed(x)
        x = self.ends(signal)
        whole = x[:]
        x = self.mix(volume[:, :, 1:5:2])
        return (unit, features, listed, whole, roll(x[:, :, :, 1:, 2:-2], (1, 0, -1)))
