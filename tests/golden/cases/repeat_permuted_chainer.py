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


class Turned(Stack):
    """Block Turned."""

    def __init__(self, in_features):
        super().__init__(
            *(Apply(F.transpose, axes=(0, 2, 3, 1)) for _ in range(1)),
            L.Convolution2D(in_features, 3, 1),
        )


class Permuted(chainer.Chain):
    """Repeats whose copies turn the axes, which makes a size depend on another one."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.turned = Turned(6)
            self.again = Stack(
                *(Apply(F.transpose, axes=(0, 2, 3, 1)) for _ in range(2))
            )
            self.conv = L.Convolution2D(4, 4, 1)
            self.swapped = Stack(
                *(Apply(F.transpose, axes=(0, 1, 3, 2)) for _ in range(3))
            )
            self.fc = L.Linear(4 * 2 * 2, 3)

    def forward(self, x):
        x = self.turned(x)
        x = self.again(x)
        x = padded_average_pooling(
            x, (3, 3), stride=(3, 3), pads=((1, 1), (1, 2)), ceil=True
        )
        x = self.conv(x)
        x = self.swapped(x)
        return self.fc(F.reshape(x, (len(x), -1)))
