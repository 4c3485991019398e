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


def padded_average_pooling(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads of ((top, bottom), (left, right)).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_2d(ones, ksize, stride)
    return F.average_pooling_2d(x, ksize, stride) / share


class MLPConv(Stack):
    """A convolution, and a small network that is applied to every pixel."""

    def __init__(self, in_channels, channels, inner, out, kernel):
        super().__init__(
            L.Convolution2D(in_channels, channels, kernel, pad=kernel // 2),
            Apply(F.relu),
            L.Convolution2D(channels, inner, 1),
            Apply(F.relu),
            L.Convolution2D(inner, out, 1),
            Apply(F.relu),
        )


class NiN(chainer.Chain):
    """Network in network for CIFAR-10 (Lin et al., 2014), as in the authors' model.

    966,986 parameters.
    """

    def __init__(self, num_classes=10):
        super().__init__()
        with self.init_scope():
            self.mlpconv1 = MLPConv(3, 192, 160, 96, 5)
            self.mlpconv2 = MLPConv(96, 192, 192, 192, 5)
            self.mlpconv3 = MLPConv(192, 192, 192, num_classes, 3)

    def forward(self, x):
        x = F.max_pooling_2d(self.mlpconv1(x), 3, stride=2, cover_all=True)
        x = self.mlpconv2(F.dropout(x))
        x = padded_average_pooling(
            x, 3, stride=2, pads=((0, 0), (0, 0)), extra=((0, 1), (0, 1))
        )
        return F.average(self.mlpconv3(F.dropout(x)), axis=(2, 3))
