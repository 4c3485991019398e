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


class PadConvolution2D(L.Convolution2D):
    """Convolution after zero pads of ((top, bottom), (left, right))."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), (0, 0), *pads)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads, "constant"))


class ConvList(Stack):
    """Convolutions that a list numbers; one of them pads its sides unequally."""

    def __init__(self):
        super().__init__(
            PadConvolution2D(3, 4, 2, pads=((1, 0), (0, 1))),
            Apply(F.relu),
            L.Convolution2D(4, 4, 3, pad=1, groups=4),
            L.Convolution2D(4, 2, 1, nobias=True),
        )
