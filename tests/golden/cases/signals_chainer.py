import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


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


def padded_max_pooling_1d(x, ksize, pads, stride=None):
    """Max pooling after pads at both ends of each side that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_1d(x, ksize, stride, cover_all=False)


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


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class StochasticDepth(chainer.Link):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(len(x), *[1] * (x.ndim - 1)) < keep
        return x * (kept / keep).astype(x.dtype)


def channel_shuffle(x, groups):
    """Takes the channels in turn from each group."""
    n, c, *sides = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, *sides)), 1, 2)
    return F.reshape(x, (n, c, *sides))


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution1D(
                in_channels, channels, 3, stride=stride, pad=1, nobias=True
            )
            self.bn1 = L.BatchNormalization(channels, eps=1e-5)
            self.conv2 = L.Convolution1D(channels, channels, 3, pad=1)
            self.sum_shortcut = L.Convolution1D(in_channels, channels, 1, stride=stride)

    def forward(self, x):
        shortcut = self.sum_shortcut(x)
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.conv2(x) + shortcut)


class Signals(chainer.Chain):
    """Operators of signals."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution1D(4, 8, 5, stride=2)
            self.bn = L.BatchNormalization(8, eps=1e-5)
            self.units = Stack()
            channels = 8
            for i in range(2):
                self.units.append(Unit(channels, 6 * (i + 1), stride=2))
                channels = 6 * (i + 1)
            self.depthwise = L.Convolution1D(12, 12, 3, pad=1, groups=12)
            self.up = L.Deconvolution1D(12, 12, 4, stride=2, pad=1)
            self.up2 = CropDeconvolution1D(
                12, 12, 4, stride=3, crops=((1, 0),), extra=(1,)
            )
            self.gn = L.GroupNormalization(3, 12)
            self.ln = LayerNormalizationFirst(12, eps=1e-5)
            self.scale = chainer.Parameter(1, (12, 1))
            self.last = LayerNormalizationLast(5, eps=1e-5)
            self.mix = L.Linear(5, 6)
            self.weigh = chainer.Parameter(1, (6,))
            self.prelu = L.PReLU((12,))
            self.excite = L.Convolution1D(20, 20, 1)
            self.drop = StochasticDepth(0.2)
            self.fc = L.Linear(20 * 3, 5)

    def forward(self, x):
        x = self.bn(self.stem(F.pad(x, ((0, 0), (0, 0), (2, 1)), "constant")))
        x = self.units(x)
        x = self.depthwise(x)
        x = self.up(x)
        x = F.max_pooling_1d(self.up2(x), 3, stride=2, pad=1, cover_all=True)
        x = F.pad(x, ((0, 0), (0, 0), (1, 2)), "constant")
        x = padded_average_pooling_1d(
            x, 3, stride=2, pads=((1, 1),), count_padding=False
        )
        x = self.ln(self.gn(padded_average_pooling_1d(x, 3, stride=2, pads=((0, 1),))))
        x = self.mix(self.last(self.scale * x), n_batch_axes=2)
        shuffle = channel_shuffle(self.prelu(self.weigh * x), 3)
        x = F.concat((shuffle[:, 1:9], shuffle), axis=1)
        y = F.sigmoid(self.excite(F.average(x, axis=2, keepdims=True)))
        x = padded_max_pooling_1d(x * y, 3, stride=1, pads=((2, 0),))
        x = self.drop(adaptive_average_pooling(x, (3,)))
        return self.fc(F.reshape(x, (len(x), -1)))
