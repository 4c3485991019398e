from mxnet.gluon import nn


class ConstantPad1D(nn.HybridBlock):
    """A value repeated at (left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)
        return F.squeeze(x, axis=2)


class PadConv1D(nn.Conv1D):
    """Convolution after zero pads of (left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, F.squeeze(x, axis=2), weight, bias)


class CropConv1DTranspose(nn.Conv1DTranspose):
    """Transposed convolution, then crops of (left, right)."""

    def __init__(self, *args, crops, **kwargs):
        super().__init__(*args, **kwargs)
        left, right = crops
        self.begin = left
        self.end = -right or None

    def hybrid_forward(self, F, x, weight, bias=None):
        x = super().hybrid_forward(F, x, weight, bias)
        return F.slice_axis(x, axis=2, begin=self.begin, end=self.end)


class PadMaxPool1D(nn.MaxPool1D):
    """Max pooling after pads of (left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        # F.pad takes no signals, so this one becomes an image of one row.
        lowest, x = float("-inf"), F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, F.squeeze(x, axis=2))


class PadAvgPool1D(nn.AvgPool1D):
    """Average pooling after pads of (left, right).

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """

    def __init__(self, *args, pads, extra=(0, 0), count_pads=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, 0, 0, *pads)
        self.extra = (0, 0, 0, 0, 0, 0, *extra)
        self.share = int(count_pads)

    def hybrid_forward(self, F, x):
        mean = self.mean(F, x, 0)
        return mean / self.mean(F, F.ones_like(x), self.share)

    def mean(self, F, x, value):
        # F.pad takes no signals, so this one becomes an image of one row.
        x = F.expand_dims(x, axis=2)
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=value)
        x = F.pad(x, mode="constant", pad_width=self.extra, constant_value=0)
        return super().hybrid_forward(F, F.squeeze(x, axis=2))


class GroupNorm(nn.HybridBlock):
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
        y = F.broadcast_mul(F.reshape(y, (0, 0, -1)), F.reshape(gamma, (1, -1, 1)))
        return F.reshape_like(F.broadcast_add(y, F.reshape(beta, (1, -1, 1))), x)


class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class LayerNormLast(nn.LayerNorm):
    """Over the last axis. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.broadcast_sub(x, F.mean(x, axis=-1, keepdims=True))
        var = F.mean(F.square(y), axis=-1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        return F.broadcast_add(F.broadcast_mul(y, gamma), beta)


class LayerScale(nn.HybridBlock):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer="ones"):
        super().__init__()
        self.factors = self.params.get("factors", shape=shape, init=initializer)

    def hybrid_forward(self, F, x, factors):
        return F.broadcast_mul(x, factors)


class StochasticDepth(nn.HybridBlock):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def hybrid_forward(self, F, x):
        # Dropout follows the mode by itself: a branch on it would be kept by hybridize.
        rows = F.Dropout(F.reshape(x, (0, -1)), p=self.drop_prob, axes=(1,))
        return F.reshape_like(rows, x)


class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))


class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv1D(
            channels,
            3,
            strides=stride,
            padding=1,
            in_channels=in_channels,
            use_bias=False,
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv1D(channels, 3, padding=1, in_channels=channels)
        self.sum_shortcut = nn.Conv1D(
            channels, 1, strides=stride, in_channels=in_channels
        )

    def hybrid_forward(self, F, x):
        shortcut = self.sum_shortcut(x)
        x = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.conv2(x) + shortcut)


class Signals(nn.HybridBlock):
    """Operators of signals."""

    def __init__(self):
        super().__init__()
        self.stem = PadConv1D(8, 5, strides=2, pads=(2, 1), in_channels=4)
        self.bn = nn.BatchNorm(in_channels=8)
        self.units = nn.HybridSequential()
        channels = 8
        for i in range(2):
            self.units.add(Unit(channels, 6 * (i + 1), stride=2))
            channels = 6 * (i + 1)
        self.depthwise = nn.Conv1D(12, 3, padding=1, groups=12, in_channels=12)
        self.up = nn.Conv1DTranspose(12, 4, strides=2, padding=1, in_channels=12)
        self.up2 = CropConv1DTranspose(
            12, 4, strides=3, output_padding=1, crops=(1, 0), in_channels=12
        )
        self.pool = nn.MaxPool1D(3, strides=2, padding=1, ceil_mode=True)
        self.pad = ConstantPad1D((1, 2))
        self.mean = nn.AvgPool1D(3, strides=2, padding=1, count_include_pad=False)
        self.mean2 = PadAvgPool1D(3, strides=2, pads=(0, 1))
        self.gn = GroupNorm(3, 12)
        self.ln = LayerNorm(in_channels=12)
        self.scale = LayerScale((12, 1))
        self.last = LayerNormLast(in_channels=5)
        self.mix = nn.Dense(6, flatten=False, in_units=5)
        self.weigh = LayerScale((6,))
        self.prelu = PReLU(in_channels=12)
        self.channel_shuffle = ChannelShuffle(3)
        self.squeeze = nn.GlobalAvgPool1D()
        self.excite = nn.Conv1D(20, 1, in_channels=20)
        self.sigmoid = nn.Activation("sigmoid")
        self.top = PadMaxPool1D(3, strides=1, pads=(2, 0))
        self.drop = StochasticDepth(0.2)
        self.fc = nn.Dense(5, in_units=20 * 3)

    def hybrid_forward(self, F, x):
        x = self.bn(self.stem(x))
        x = self.units(x)
        x = self.depthwise(x)
        x = self.up(x)
        x = self.pool(self.up2(x))
        x = self.mean2(self.mean(self.pad(x)))
        x = self.scale(self.ln(self.gn(x)))
        x = self.weigh(self.mix(self.last(x)))
        shuffle = self.channel_shuffle(self.prelu(x))
        x = F.concat(F.slice_axis(shuffle, axis=1, begin=1, end=9), shuffle, dim=1)
        y = self.sigmoid(self.excite(self.squeeze(x)))
        x = self.top(F.broadcast_mul(x, y))
        x = F.squeeze(
            F.contrib.AdaptiveAvgPooling2D(
                F.expand_dims(x, axis=2), output_size=(1, 3)
            ),
            axis=2,
        )
        x = F.flatten(self.drop(x))
        return self.fc(x)
