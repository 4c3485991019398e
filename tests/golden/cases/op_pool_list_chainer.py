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


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class PoolList(Stack):
    """Pools that a list numbers."""

    def __init__(self):
        super().__init__(
            Apply(padded_max_pooling, ksize=2, stride=1, pads=((1, 0), (0, 1))),
            Apply(F.max_pooling_2d, ksize=2, cover_all=True),
            Apply(padded_average_pooling, ksize=2, stride=1, pads=((1, 0), (0, 1))),
            Apply(
                padded_average_pooling,
                ksize=3,
                stride=1,
                pads=((1, 1), (1, 1)),
                count_padding=False,
            ),
            L.Convolution2D(4, 3, 1),
            Apply(
                padded_average_pooling,
                ksize=3,
                stride=2,
                pads=((1, 1), (1, 1)),
                extra=((0, 1), (0, 1)),
            ),
            Apply(
                padded_average_pooling,
                ksize=2,
                stride=1,
                pads=((0, 1), (1, 0)),
                count_padding=False,
            ),
            Apply(adaptive_average_pooling, size=(2, 3)),
            Apply(F.unpooling_2d, ksize=2, cover_all=False),
            Apply(F.pad, pad_width=((0, 0), (0, 0), (1, 1), (1, 1)), mode="constant"),
            Apply(F.get_item, slices=(slice(None), slice(2))),
            Apply(F.average, axis=(2, 3), keepdims=True),
            Apply(flatten),
        )
