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


class PadConvolution3D(L.Convolution3D):
    """Convolution after zero pads at both ends of each side."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), (0, 0), *pads)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads, "constant"))


def padded_max_pooling_3d(x, ksize, pads, stride=None):
    """Max pooling after pads at both ends of each side that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_3d(x, ksize, stride, cover_all=False)


def padded_average_pooling_3d(x, ksize, pads, extra=0, stride=None, count_padding=True):
    """Average pooling after pads at both ends of each side.

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """
    xp = chainer.backend.get_array_module(x)
    ones = xp.ones(x.shape[2:], x.dtype)
    ones = xp.pad(ones, pads, "constant", constant_values=int(count_padding))
    ones = xp.pad(ones, extra, "constant")[None, None]
    x = F.pad(x, ((0, 0), (0, 0), *pads), "constant")
    if extra:
        x = F.pad(x, ((0, 0), (0, 0), *extra), "constant")
    share = F.average_pooling_3d(ones, ksize, stride)
    return F.average_pooling_3d(x, ksize, stride) / share


class LayerNormalizationFirst(L.LayerNormalization):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        last = F.moveaxis(x, 1, -1)
        rows = super().forward(F.reshape(last, (-1, x.shape[1])))
        return F.moveaxis(F.reshape(rows, last.shape), -1, 1)


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class LastLinear(L.Linear):
    """A linear layer over the last axis."""

    def forward(self, x):
        return super().forward(x, n_batch_axes=x.ndim - 1)


class LayerScale(chainer.Link):
    """Multiplication by learned factors."""

    def __init__(self, initializer, shape):
        super().__init__()
        with self.init_scope():
            self.factors = chainer.Parameter(initializer, shape)

    def forward(self, x):
        return self.factors * x


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group."""
    n, c, *sides = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, *sides)), 1, 2)
    return F.reshape(x, (n, c, *sides))


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class VolumesList(Stack):
    """Operators of volumes that a list numbers."""

    def __init__(self):
        super().__init__(
            PadConvolution3D(
                4, 6, (2, 3, 1), pads=((1, 0), (1, 1), (0, 0)), stride=(1, 2, 1)
            ),
            L.BatchNormalization(6, eps=1e-5),
            LayerNormalizationLast(7, eps=1e-5),
            LastLinear(7, 7),
            Apply(F.relu),
            Apply(
                padded_max_pooling_3d, ksize=3, stride=2, pads=((1, 1), (1, 2), (0, 2))
            ),
            Apply(
                padded_average_pooling_3d,
                ksize=2,
                stride=1,
                pads=((1, 0), (0, 0), (0, 1)),
            ),
            Apply(
                padded_average_pooling_3d,
                ksize=3,
                stride=1,
                pads=((1, 1), (1, 1), (1, 1)),
                count_padding=False,
            ),
            Apply(
                padded_average_pooling_3d,
                ksize=2,
                pads=((0, 1), (0, 0), (0, 0)),
                extra=((0, 0), (0, 1), (0, 1)),
                count_padding=False,
            ),
            Apply(
                F.pad,
                pad_width=((0, 0), (0, 0), (1, 0), (0, 2), (1, 1)),
                mode="constant",
                constant_values=0.5,
            ),
            LayerNormalizationFirst(6, eps=1e-5),
            LayerScale(1, (6, 1, 1, 1)),
            L.GroupNormalization(2, 6),
            Apply(channel_shuffle, groups=2),
            Apply(F.get_item, slices=(slice(None), slice(4))),
            Apply(F.dropout, ratio=0.3),
            Apply(F.average, axis=(2, 3, 4), keepdims=True),
            Apply(flatten),
            L.Linear(4, 3),
        )
