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


def padded_max_pooling(x, ksize, stride, pads, ceil=False):
    """Max pooling that may round up; pads are ((top, bottom), (left, right)).

    A last window that would start past the image and its left pad does not count.
    """
    rows, columns = (
        (size + before - 1) // step + 1
        for size, step, (before, _) in zip(x.shape[2:], stride, pads)
    )
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    x = F.max_pooling_2d(x, ksize, stride=stride, cover_all=ceil)
    return x[:, :, :rows, :columns]


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


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number of rows and one of columns."""
    for n in size:  # pools the rows and puts them last, then the columns
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=3)
    return x


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class PoolList(Stack):
    """Pools that a list numbers."""

    def __init__(self):
        super().__init__(
            Apply(
                padded_max_pooling, ksize=(2, 2), stride=(1, 1), pads=((1, 0), (0, 1))
            ),
            Apply(F.max_pooling_2d, ksize=2, cover_all=True),
            Apply(
                padded_average_pooling,
                ksize=(2, 2),
                stride=(1, 1),
                pads=((1, 0), (0, 1)),
            ),
            Apply(F.average_pooling_nd, ksize=3, stride=1, pad=1, pad_value=None),
            L.Convolution2D(4, 3, 1),
            Apply(
                padded_average_pooling,
                ksize=(3, 3),
                stride=(2, 2),
                pads=((1, 1), (1, 1)),
                ceil=True,
            ),
            Apply(
                padded_average_pooling,
                ksize=(2, 2),
                stride=(1, 1),
                pads=((0, 1), (1, 0)),
                count_padding=False,
            ),
            Apply(adaptive_average_pooling, size=(2, 3)),
            Apply(F.unpooling_2d, ksize=2, cover_all=False),
            Apply(F.pad, pad_width=((0, 0), (0, 0), (1, 1), (1, 1)), mode="constant"),
            Apply(F.get_item, slices=(slice(None), slice(0, 2))),
            Apply(F.average, axis=(2, 3), keepdims=True),
            Apply(flatten),
        )
