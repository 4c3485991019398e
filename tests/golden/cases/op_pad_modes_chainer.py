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


def pad_with_pixels(x, pads, mode):
    """Repeats pixels around an image; F.pad gives wrong gradients in these modes."""
    xp = chainer.backend.get_array_module(x)
    for axis, widths in enumerate(pads, 2):
        index = xp.pad(xp.arange(x.shape[axis]), widths, mode)
        x = F.get_item(x, (slice(None),) * axis + (index,))
    return x


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.pad = pad
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels, 3)

    def forward(self, x):
        x = self.conv(
            pad_with_pixels(x, ((self.pad, self.pad), (self.pad, self.pad)), "reflect")
        )
        return pad_with_pixels(x, ((self.pad, 0), (1, self.pad)), "edge")


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels, pad=1):
        super().__init__()
        self.append(Apply(pad_with_pixels, pads=((2, 2), (2, 2)), mode="reflect"))
        self.append(L.Convolution2D(in_channels, 3, 3))
        self.append(Apply(pad_with_pixels, pads=((pad, pad), (pad, pad)), mode="edge"))
        if in_channels > 1:
            self.append(Apply(pad_with_pixels, pads=((0, 1), (2, 0)), mode="reflect"))


class Signal(Stack):
    """Block Signal."""

    def __init__(self, in_channels):
        super().__init__(
            Apply(pad_with_pixels, pads=((2, 1),), mode="reflect"),
            L.Convolution1D(in_channels, 2, 3),
            Apply(pad_with_pixels, pads=((3, 3),), mode="edge"),
        )


class Borders(chainer.Chain):
    """Borders that mirror or repeat the pixels of the input."""

    def __init__(self, width=2):
        super().__init__()
        self.width = width
        with self.init_scope():
            self.conv = L.Convolution2D(2, 2, 3)
            self.unit = Unit(2, pad=width)
            self.listed = Listed(2)
            self.more = Signal(2)
            self.mix = L.Convolution3D(1, 2, 2)

    def forward(self, x, signal, volume):
        x = self.conv(
            pad_with_pixels(
                x, ((self.width, self.width), (self.width, self.width)), "reflect"
            )
        )
        x = self.unit(pad_with_pixels(x, ((1, 1), (2, 2)), "edge"))
        listed = self.listed(x)
        more = self.more(F.tanh(pad_with_pixels(signal, ((1, 3),), "reflect")))
        x = self.mix(pad_with_pixels(volume, ((1, 1), (0, 2), (1, 1)), "reflect"))
        return (listed, more, pad_with_pixels(x, ((1, 1), (1, 1), (1, 1)), "edge"))
