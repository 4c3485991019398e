import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


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


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class Pool(chainer.Chain):
    """Block Pool."""

    def __init__(self, in_features):
        super().__init__()
        with self.init_scope():
            self.last = LayerNormalizationLast(in_features, eps=1e-5)

    def forward(self, x):
        x = padded_max_pooling(x, 2, stride=1, pads=((1, 1), (0, 1)))
        return self.last(padded_average_pooling(x, 2, stride=1, pads=((1, 0), (1, 0))))


class Stage(chainer.Chain):
    """Block Stage."""

    def __init__(self, in_channels, in_features, depth=2):
        super().__init__()
        with self.init_scope():
            self.units = Stack()
            width = in_features
            for _ in range(depth):
                self.units.append(Pool(min(width, width + 1)))
                width = min(width, width + 1)
            self.conv = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x):
        x = self.units(x)
        return self.conv(x)


class Growing(chainer.Chain):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.one = Stage(3, 4, depth=1)
            self.more = Stage(4, 4, depth=3)
            self.fc = L.Linear(4 * 9 * 4, 3)

    def forward(self, x):
        x = self.one(x)
        x = self.more(x)
        return self.fc(F.reshape(x, (len(x), -1)))
