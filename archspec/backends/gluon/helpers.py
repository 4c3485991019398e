"""Small classes that an emitted Gluon file defines when it uses them."""

from archspec.backends.gluon.activation_helpers import ACTIVATIONS
from archspec.backends.python.nodes import Helper

PAD = Helper(
    "ConstantPad2D",
    '''class ConstantPad2D(nn.HybridBlock):
    """Rows and columns of a value at (top, bottom, left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)''',
)

PAD_CONV = Helper(
    "PadConv2D",
    '''class PadConv2D(nn.Conv2D):
    """Convolution after zero pads of (top, bottom, left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)''',
)

CROP_CONV_TRANSPOSE = Helper(
    "CropConv2DTranspose",
    '''class CropConv2DTranspose(nn.Conv2DTranspose):
    """Transposed convolution, then crops of (top, bottom, left, right)."""

    def __init__(self, *args, crops, **kwargs):
        super().__init__(*args, **kwargs)
        top, bottom, left, right = crops
        self.begin = (None, None, top, left)
        self.end = (None, None, -bottom or None, -right or None)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = super().hybrid_forward(F, x, weight, bias)
        return F.slice(x, begin=self.begin, end=self.end)''',
)

# In float64 Deconvolution is wrong where stride and dilation both exceed 1 (measured), and
# it refuses an output_padding that only a dilation explains.
DILATED_CONV_TRANSPOSE = Helper(
    "DilatedConv2DTranspose",
    '''class DilatedConv2DTranspose(CropConv2DTranspose):
    """Transposed convolution whose strides and output padding are zeros in its input."""

    def __init__(self, *args, strides=(1, 1), output_padding=(0, 0), crops, **kwargs):
        top, bottom, left, right = crops
        rows, columns = strides
        crops = (top, bottom + rows - 1, left, right + columns - 1)
        super().__init__(*args, crops=crops, **kwargs)
        self.zeros = (rows - 1, columns - 1)
        self.pads = (0, 0, 0, 0, 0, output_padding[0], 0, output_padding[1])

    def hybrid_forward(self, F, x, weight, bias=None):
        for axis, shape in ((3, (0, 0, -3, 0)), (4, (0, 0, 0, -3))):
            zeros = [F.zeros_like(x)] * self.zeros[axis - 3]
            x = F.reshape(F.stack(x, *zeros, axis=axis), shape)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)''',
)

PAD_MAX_POOL = Helper(
    "PadMaxPool2D",
    '''class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)''',
)

PAD_AVG_POOL = Helper(
    "PadAvgPool2D",
    '''class PadAvgPool2D(nn.AvgPool2D):
    """Average pooling after pads of (top, bottom, left, right).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """

    def __init__(self, *args, pads, extra=(0, 0, 0, 0), count_pads=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)
        self.extra = (0, 0, 0, 0, *extra)
        self.share = int(count_pads)

    def hybrid_forward(self, F, x):
        mean = self.mean(F, x, 0)
        return mean / self.mean(F, F.ones_like(x), self.share)

    def mean(self, F, x, value):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=value)
        x = F.pad(x, mode="constant", pad_width=self.extra, constant_value=0)
        return super().hybrid_forward(F, x)''',
)

GROUP_NORM = Helper(
    "GroupNorm",
    '''class GroupNorm(nn.HybridBlock):
    """Group normalisation with a weight and a bias for each channel."""

    def __init__(
        self,
        groups,
        channels,
        epsilon=1e-5,
        gamma_initializer="ones",
        beta_initializer="zeros",
    ):
        super().__init__()
        self.groups = groups
        self.epsilon = epsilon
        shape = (channels,)
        self.gamma = self.params.get("gamma", shape=shape, init=gamma_initializer)
        self.beta = self.params.get("beta", shape=shape, init=beta_initializer)

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, self.groups, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=2, keepdims=True))
        var = F.mean(F.square(y), axis=2, keepdims=True)
        y = F.reshape_like(F.broadcast_mul(y, F.rsqrt(var + self.epsilon)), x)
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1, 1)))
        return F.broadcast_add(y, F.reshape(beta, (1, -1, 1, 1)))''',
)

LAYER_NORM = Helper(
    "LayerNorm",
    '''class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)''',
)

LAYER_NORM_LAST = Helper(
    "LayerNormLast",
    '''class LayerNormLast(nn.LayerNorm):
    """Over the last axis. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.broadcast_sub(x, F.mean(x, axis=-1, keepdims=True))
        var = F.mean(F.square(y), axis=-1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        return F.broadcast_add(F.broadcast_mul(y, gamma), beta)''',
)

LAYER_SCALE = Helper(
    "LayerScale",
    '''class LayerScale(nn.HybridBlock):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer="ones"):
        super().__init__()
        self.factors = self.params.get("factors", shape=shape, init=initializer)

    def hybrid_forward(self, F, x, factors):
        return F.broadcast_mul(x, factors)''',
)

LRN = Helper(
    "LRN",
    '''class LRN(nn.HybridBlock):
    """Local response normalisation. Composed, since F.LRN refuses float64."""

    def __init__(self, size=5, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def hybrid_forward(self, F, x):
        # Channels become a depth, along which a pooling takes the means.
        y = F.expand_dims(F.square(x), axis=1)
        kernel, pad = (self.size, 1, 1), (self.size // 2, 0, 0)
        y = F.Pooling(y, kernel=kernel, pad=pad, pool_type="avg")
        return x / (self.k + self.alpha * F.squeeze(y, axis=1)) ** self.beta''',
)

STOCHASTIC_DEPTH = Helper(
    "StochasticDepth",
    '''class StochasticDepth(nn.HybridBlock):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def hybrid_forward(self, F, x):
        # Dropout follows the mode by itself: a branch on it would be kept by hybridize.
        rows = F.Dropout(F.reshape(x, (0, -1)), p=self.drop_prob, axes=(1,))
        return F.reshape_like(rows, x)''',
)

CHANNEL_SHUFFLE = Helper(
    "ChannelShuffle",
    '''class ChannelShuffle(nn.HybridBlock):
    """Takes the channels of an image in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))''',
)

RESIZE = Helper(
    "Resize2D",
    '''class Resize2D(nn.HybridBlock):
    """Resizing of images by (height, width) or to a size, corners not aligned.

    Composed, since BilinearResize2D has weights of float32.
    """

    def __init__(self, scale=None, size=None, bilinear=False):
        super().__init__()
        self.scale = scale
        self.size = size
        self.bilinear = bilinear

    def hybrid_forward(self, F, x):
        return self.resize(F, self.resize(F, x, 2), 3)

    def resize(self, F, x, axis):
        if self.scale:
            y = F.repeat(x, repeats=self.scale[axis - 2], axis=axis)
        else:
            y = F.slice_axis(x, axis=axis, begin=0, end=1)
            y = F.broadcast_axis(y, axis=axis, size=self.size[axis - 2])
        new = F.contrib.arange_like(y, axis=axis)
        old_size = F.max(F.contrib.arange_like(x, axis=axis)) + 1
        new_size = F.max(new) + 1
        if not self.bilinear:
            place = F.broadcast_div(F.broadcast_mul(new, old_size), new_size)
            return F.take(x, F.floor(place), axis=axis)
        ratio = F.broadcast_div(old_size, new_size)
        place = F.maximum(F.broadcast_mul(new + 0.5, ratio) - 0.5, 0)
        low = F.floor(place)
        share = F.reshape(place - low, (1, 1, -1, 1) if axis == 2 else (1, 1, 1, -1))
        x, y = F.take(x, low, axis=axis), F.take(x, low + 1, axis=axis)
        return F.broadcast_mul(x, 1 - share) + F.broadcast_mul(y, share)''',
)

UNIFORM_BETWEEN = Helper(
    "UniformBetween",
    '''class UniformBetween(mx.init.Initializer):
    """Values drawn evenly between two bounds."""

    def __init__(self, low, high):
        super().__init__(low=low, high=high)
        self.low = low
        self.high = high

    def _init_weight(self, name, arr):
        mx.nd.random.uniform(self.low, self.high, arr.shape, out=arr)''',
)

HELPERS = {
    helper.name: helper
    for helper in (
        PAD,
        PAD_CONV,
        CROP_CONV_TRANSPOSE,
        DILATED_CONV_TRANSPOSE,
        PAD_MAX_POOL,
        PAD_AVG_POOL,
        GROUP_NORM,
        LAYER_NORM,
        LAYER_NORM_LAST,
        LAYER_SCALE,
        LRN,
        STOCHASTIC_DEPTH,
        CHANNEL_SHUFFLE,
        RESIZE,
        UNIFORM_BETWEEN,
        *ACTIVATIONS,
    )
}
