"""Small classes and functions that an emitted Chainer file defines when it uses them."""

from archspec.backends.chainer.activation_helpers import ACTIVATIONS
from archspec.backends.python.nodes import Helper

STACK = Helper(
    "Stack",
    '''class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x''',
)

# A chain keeps its children sorted by name ("d1", "d10", "d2"), not in order. Children
# without a name are numbered among themselves.
NAMED_STACK = Helper(
    "NamedStack",
    '''class NamedStack(chainer.Chain):
    """Applies its links in the order in which they were added."""

    def __init__(self):
        super().__init__()
        self.names = []

    def add_link(self, name, link):
        super().add_link(name, link)
        self.names.append(name)

    def append(self, link):
        self.add_link(str(sum(map(str.isdigit, self.names))), link)

    def __iter__(self):
        return (self[name] for name in self.names)

    def forward(self, x):
        for link in self:
            x = link(x)
        return x''',
)

APPLY = Helper(
    "Apply",
    '''class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)''',
)

PAD_CONVOLUTION = Helper(
    "PadConvolution2D",
    '''class PadConvolution2D(L.Convolution2D):
    """Convolution after zero pads of ((top, bottom), (left, right))."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), (0, 0), *pads)

    def forward(self, x):
        return super().forward(F.pad(x, self.pads, "constant"))''',
)

# Chainer wants the size of the output instead of the rows and columns to add to it, and
# only one that the stride alone explains (measured: not stride 1, dilation 2, 1 more).
CROP_DECONVOLUTION = Helper(
    "CropDeconvolution2D",
    '''class CropDeconvolution2D(L.Deconvolution2D):
    """Transposed convolution, then crops of ((top, bottom), (left, right)).

    The output gets ``extra`` rows and columns at the bottom and right before.
    """

    def __init__(self, *args, crops, extra=(0, 0), **kwargs):
        super().__init__(*args, **kwargs)
        self.crops, self.extra = crops, extra

    def forward(self, x):
        # Zeros at the end of the input make the output longer by a stride each.
        zeros = [-(-n // step) for n, step in zip(self.extra, self.stride)]
        x = F.pad(x, ((0, 0), (0, 0), (0, zeros[0]), (0, zeros[1])), "constant")
        x = super().forward(x)
        rows, columns = (
            slice(crop[0], size - zero * step + n - crop[1])
            for size, crop, n, zero, step in zip(
                x.shape[2:], self.crops, self.extra, zeros, self.stride
            )
        )
        return x[:, :, rows, columns]''',
)

# Chainer pads both sides alike, and its cover_all keeps windows that hold no data.
MAX_POOLING = Helper(
    "padded_max_pooling",
    '''def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)''',
)

# average_pooling_2d counts its padding, pads both sides alike and cannot round up. The
# backward pass of average_pooling_nd, which need not count it, writes into the gradient
# that it is given: in a sum, that is the gradient of the other summand as well.
AVERAGE_POOLING = Helper(
    "padded_average_pooling",
    '''def padded_average_pooling(x, ksize, pads, extra=0, stride=None, count_padding=True):
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
    return F.average_pooling_2d(x, ksize, stride) / share''',
)

ADAPTIVE_POOLING = Helper(
    "adaptive_average_pooling",
    '''def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number of rows and one of columns."""
    for n in size:  # pools the rows and puts them last, then the columns
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=3)
    return x''',
)

LAYER_NORM = Helper(
    "LayerNormalization2D",
    '''class LayerNormalization2D(L.LayerNormalization):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = super().forward(F.reshape(F.transpose(x, (0, 2, 3, 1)), (-1, c)))
        return F.transpose(F.reshape(x, (n, h, w, c)), (0, 3, 1, 2))''',
)

LAYER_NORM_LAST = Helper(
    "LayerNormalizationLast",
    '''class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)''',
)

LAST_LINEAR = Helper(
    "LastLinear",
    '''class LastLinear(L.Linear):
    """A linear layer over the last axis."""

    def forward(self, x):
        return super().forward(x, n_batch_axes=x.ndim - 1)''',
)

LAYER_SCALE = Helper(
    "LayerScale",
    '''class LayerScale(chainer.Link):
    """Multiplication by learned factors."""

    def __init__(self, initializer, shape):
        super().__init__()
        with self.init_scope():
            self.factors = chainer.Parameter(initializer, shape)

    def forward(self, x):
        return self.factors * x''',
)

STOCHASTIC_DEPTH = Helper(
    "StochasticDepth",
    '''class StochasticDepth(chainer.Link):
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
        return x * (kept / keep).astype(x.dtype)''',
)

CHANNEL_SHUFFLE = Helper(
    "channel_shuffle",
    '''def channel_shuffle(x, groups):
    """Takes the channels of an image in turn from each group."""
    n, c, h, w = x.shape
    x = F.swapaxes(F.reshape(x, (n, groups, c // groups, h, w)), 1, 2)
    return F.reshape(x, (n, c, h, w))''',
)

FLATTEN = Helper(
    "flatten",
    '''def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))''',
)

RESIZE_NEAREST = Helper(
    "resize_nearest",
    '''def resize_nearest(x, size):
    """Resizes images to (rows, columns) by copying pixels."""
    rows, columns = (
        [i * old // new for i in range(new)] for old, new in zip(x.shape[2:], size)
    )
    return x[:, :, rows][:, :, :, columns]''',
)

# F.resize_images takes float32 only.
RESIZE_BILINEAR = Helper(
    "resize_bilinear",
    '''def resize_bilinear(x, size=None, scale=None):
    """Resizes images by mixing the nearest pixels; corners are not aligned."""
    xp = chainer.backend.get_array_module(x)
    for n in size or (x.shape[2] * scale[0], x.shape[3] * scale[1]):
        # Mixes the rows and puts them last, then the columns.
        s = x.shape[2]
        place = xp.clip((xp.arange(n) + 0.5) * s / n - 0.5, 0, s - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(s)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x''',
)

BETWEEN = Helper(
    "Between",
    '''class Between(chainer.Initializer):
    """Uniform numbers between two bounds."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def __call__(self, array):
        xp = chainer.backend.get_array_module(array)
        array[...] = xp.random.uniform(self.low, self.high, array.shape)''',
)

HELPERS = {
    helper.name: helper
    for helper in (
        STACK,
        NAMED_STACK,
        APPLY,
        PAD_CONVOLUTION,
        CROP_DECONVOLUTION,
        MAX_POOLING,
        AVERAGE_POOLING,
        ADAPTIVE_POOLING,
        LAYER_NORM,
        LAYER_NORM_LAST,
        LAST_LINEAR,
        LAYER_SCALE,
        STOCHASTIC_DEPTH,
        CHANNEL_SHUFFLE,
        FLATTEN,
        RESIZE_NEAREST,
        RESIZE_BILINEAR,
        BETWEEN,
        *ACTIVATIONS,
    )
}
