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


def padded_average_pooling(x, ksize, stride, pads, ceil=False, count_padding=True):
    """Average pooling that may round up; pads are ((top, bottom), (left, right)).

    A window counts its pixels of the image, and those of the pads if asked to.
    """
    xp = chainer.backend.get_array_module(x)
    full, counts = [(0, 0), (0, 0)], []
    for size, k, step, (low, high) in zip(x.shape[2:], ksize, stride, pads):
        count = (size + low + high - k) // step + 1
        if ceil:
            partial = -((k - size - low - high) // step) + 1
            count = min(partial, (size + low - 1) // step + 1)
        full.append((low, max(high, (count - 1) * step + k - size - low)))
        if not count_padding:
            high = 0
        starts = xp.arange(count) * step - low
        ends = xp.minimum(starts + k, size + high)
        counts.append(ends - (starts if count_padding else xp.maximum(starts, 0)))
    share = ksize[0] * ksize[1] / xp.outer(*counts)
    x = F.average_pooling_2d(F.pad(x, full, "constant"), ksize, stride=stride)
    return x * share.astype(x.dtype)


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
            x, (3, 3), stride=(2, 2), pads=((0, 0), (0, 0)), ceil=True
        )
        return F.average(self.mlpconv3(F.dropout(x)), axis=(2, 3))
