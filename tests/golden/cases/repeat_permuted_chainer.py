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
        x = padded_average_pooling(x, 3, pads=((1, 1), (1, 2)), extra=((0, 1), (0, 0)))
        x = self.conv(x)
        x = self.swapped(x)
        return self.fc(F.reshape(x, (len(x), -1)))
