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


class PadConvolution1D(L.Convolution1D):
    """Convolution after zero pads of ((left, right),)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), (0, 0), *pads)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads, "constant"))


class CropDeconvolution1D(L.Deconvolution1D):
    """Transposed convolution, then crops at both ends of each side.

    The output gets ``extra`` values at the end of each side before.
    """

    def __init__(self, *args, crops, extra=None, stride=1, **kwargs):
        super().__init__(*args, stride=stride, **kwargs)
        self.crops, self.extra = crops, extra or (0,) * len(crops)
        self.steps = stride if isinstance(stride, tuple) else (stride,) * len(crops)

    def forward(self, x):
        # Zeros at the end of the input make the output longer by a stride each.
        zeros = [-(-n // step) for n, step in zip(self.extra, self.steps)]
        x = F.pad(x, [(0, 0), (0, 0), *((0, n) for n in zeros)], "constant")
        x = super().forward(x)
        kept = tuple(
            slice(crop[0], size - zero * step + n - crop[1])
            for size, crop, n, zero, step in zip(
                x.shape[2:], self.crops, self.extra, zeros, self.steps
            )
        )
        return x[(slice(None), slice(None), *kept)]


def padded_average_pooling_1d(x, ksize, pads, extra=0, stride=None, count_padding=True):
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
    share = F.average_pooling_1d(ones, ksize, stride)
    return F.average_pooling_1d(x, ksize, stride) / share


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class LayerNormalizationFirst(L.LayerNormalization):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        last = F.moveaxis(x, 1, -1)
        rows = super().forward(F.reshape(last, (-1, x.shape[1])))
        return F.moveaxis(F.reshape(rows, last.shape), -1, 1)


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


class SignalsList(Stack):
    """Operators of signals that a list numbers."""

    def __init__(self):
        super().__init__(
            PadConvolution1D(4, 6, 3, pads=((2, 0),)),
            L.BatchNormalization(6, eps=1e-5),
            Apply(F.relu),
            CropDeconvolution1D(6, 6, 3, stride=2, crops=((1, 0),)),
            Apply(F.max_pooling_1d, ksize=3, stride=2, pad=1, cover_all=False),
            Apply(padded_average_pooling_1d, ksize=2, stride=1, pads=((1, 0),)),
            Apply(
                padded_average_pooling_1d,
                ksize=3,
                stride=1,
                pads=((1, 1),),
                count_padding=False,
            ),
            Apply(
                padded_average_pooling_1d, ksize=2, pads=((0, 1),), count_padding=False
            ),
            Apply(
                F.pad,
                pad_width=((0, 0), (0, 0), (1, 1)),
                mode="constant",
                constant_values=0.5,
            ),
            LayerNormalizationFirst(6, eps=1e-5),
            LayerScale(1, (6, 1)),
            Apply(channel_shuffle, groups=2),
            Apply(F.get_item, slices=(slice(None), slice(4))),
            Apply(F.dropout, ratio=0.3),
            Apply(adaptive_average_pooling, size=(2,)),
            Apply(F.average, axis=2, keepdims=True),
            Apply(flatten),
            L.Linear(4, 3),
        )
