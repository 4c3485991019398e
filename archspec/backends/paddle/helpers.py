"""Small definitions that an emitted Paddle file holds when it uses them.

Paddle 3.3.1 keeps some numbers as float32 whatever the dtype of the input (measured):
the slope of hard_sigmoid, the constants of elu and selu, the exponent of a power, the
ratio of a resize. The helpers for these compute the same function in full precision.
"""

from archspec.backends.python.nodes import Helper

APPLY = Helper(
    "Apply",
    '''class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)''',
)

PAD_CONV_TRANSPOSE = Helper(
    "PadConv2DTranspose",
    '''class PadConv2DTranspose(nn.Conv2DTranspose):
    """Transposed convolution after zero pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))''',
)

LAYER_NORM = Helper(
    "LayerNorm2D",
    '''class LayerNorm2D(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=1, keepdim=True)
        x = x / (x.square().mean(axis=1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight.reshape((-1, 1, 1)) + self.bias.reshape((-1, 1, 1))''',
)

LAYER_NORM_LAST = Helper(
    "LayerNormLast",
    '''class LayerNormLast(nn.LayerNorm):
    """Layer normalisation over the last axis; the built-in one rounds epsilon."""

    def __init__(self, channels, epsilon=1e-5, **attributes):
        super().__init__(channels, **attributes)
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(axis=-1, keepdim=True)
        x = x / (x.square().mean(axis=-1, keepdim=True) + self.epsilon).sqrt()
        return x * self.weight + self.bias''',
)

LAYER_SCALE = Helper(
    "LayerScale",
    '''class LayerScale(nn.Layer):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer):
        super().__init__()
        self.factors = self.create_parameter(shape, default_initializer=initializer)

    def forward(self, x):
        return self.factors * x''',
)

LOCAL_RESPONSE_NORM = Helper(
    "ResponseNorm",
    '''class ResponseNorm(nn.Layer):
    """Local response normalisation whose exponent keeps its precision."""

    def __init__(self, size, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x):
        mean = F.avg_pool3d(
            x.square().unsqueeze(1),
            (self.size, 1, 1),
            stride=1,
            padding=(self.size // 2, 0, 0),
            exclusive=False,
        )
        activity = self.k + self.alpha * mean.squeeze(1)
        return x * paddle.exp(-self.beta * paddle.log(activity))''',
)

STOCHASTIC_DEPTH = Helper(
    "StochasticDepth",
    '''class StochasticDepth(nn.Layer):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return F.dropout(x, self.drop_prob, axis=0, training=self.training)''',
)

ELU = Helper(
    "elu",
    '''def elu(x, alpha):
    """Exponential linear unit; the built-in one rounds alpha to float32."""
    return paddle.where(x > 0, x, alpha * F.elu(x))''',
)

SELU = Helper(
    "selu",
    '''def selu(x):
    """Scaled exponential linear unit; the built-in one rounds its constants."""
    return 1.0507009873554805 * paddle.where(x > 0, x, 1.6732632423543772 * F.elu(x))''',
)

HARD_SIGMOID = Helper(
    "hard_sigmoid",
    '''def hard_sigmoid(x):
    """Clip x / 6 + 1 / 2 to 0 and 1; the built-in one has a slope of 0.1666667."""
    return F.relu6(x + 3) / 6''',
)

LOG_SOFTMAX = Helper(
    "log_softmax",
    '''def log_softmax(x):
    """Logarithm of the softmax over channels; the built-in one ends at -64."""
    return x - paddle.logsumexp(x, axis=1, keepdim=True)''',
)

RESIZE_NEAREST = Helper(
    "resize_nearest",
    '''def resize_nearest(x, size=None, scale=(1, 1)):
    """Resize an image by copying pixels; the built-in one rounds to float32."""
    for axis in (2, 3):
        length = x.shape[axis]
        count = size[axis - 2] if size else length * scale[axis - 2]
        x = x.index_select(paddle.arange(count) * length // count, axis)
    return x''',
)

RESIZE_BILINEAR = Helper(
    "resize_bilinear",
    '''def resize_bilinear(x, size=None, scale=(1, 1)):
    """Resize an image by mixing pixels; the built-in one rounds to float32."""
    for axis in (2, 3):
        length = x.shape[axis]
        count = size[axis - 2] if size else length * scale[axis - 2]
        place = (paddle.arange(count, dtype=x.dtype) + 0.5) * (length / count) - 0.5
        place = place.clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=length - 1)
        share = (place - low.astype(x.dtype)).reshape((-1,) + (1,) * (3 - axis))
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x''',
)

HELPERS = {
    helper.name: helper
    for helper in (
        APPLY,
        PAD_CONV_TRANSPOSE,
        LAYER_NORM,
        LAYER_NORM_LAST,
        LAYER_SCALE,
        LOCAL_RESPONSE_NORM,
        STOCHASTIC_DEPTH,
        ELU,
        SELU,
        HARD_SIGMOID,
        LOG_SOFTMAX,
        RESIZE_NEAREST,
        RESIZE_BILINEAR,
    )
}
