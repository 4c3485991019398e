import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


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


class Pool(chainer.Chain):
    """Block Pool."""

    def forward(self, x):
        x = padded_max_pooling(
            x, (2, 2), stride=(1, 1), pads=((1, 1), (0, 1)), ceil=True
        )
        return padded_average_pooling(
            x, (2, 2), stride=(1, 1), pads=((1, 0), (1, 0)), ceil=True
        )


class Stage(chainer.Chain):
    """Block Stage."""

    def __init__(self, in_channels, depth=2):
        super().__init__()
        with self.init_scope():
            self.units = Stack(*(Pool() for _ in range(depth)))
            self.conv = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(chainer.Chain):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.one = Stage(3, depth=1)
            self.more = Stage(4, depth=3)
            self.fc = L.Linear(4 * 9 * 4, 3)

    def forward(self, x):
        x = self.one(x)
        x = self.more(x)
        return self.fc(F.reshape(x, (len(x), -1)))
