from mxnet.gluon import nn


class ConstantPad3D(nn.HybridBlock):
    """A value repeated at both ends of each side."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)


class PadConv3D(nn.Conv3D):
    """Convolution after zero pads at both ends of each side."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)


class PadMaxPool3D(nn.MaxPool3D):
    """Max pooling after pads at both ends of each side that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class PadAvgPool3D(nn.AvgPool3D):
    """Average pooling after pads at both ends of each side.

    The mean counts the zeros of ``pads`` if asked to, and never those of ``extra``.
    """

    def __init__(self, *args, pads, extra=(0,) * 6, count_pads=True, **kwargs):
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
        return super().hybrid_forward(F, x)


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
        self.conv1 = nn.Conv3D(
            channels,
            3,
            strides=stride,
            padding=1,
            in_channels=in_channels,
            use_bias=False,
        )
        self.bn1 = nn.BatchNorm(in_channels=channels)
        self.relu = nn.Activation("relu")
        self.conv2 = nn.Conv3D(channels, 3, padding=1, in_channels=channels)
        self.sum_shortcut = nn.Conv3D(
            channels, 1, strides=stride, in_channels=in_channels
        )

    def hybrid_forward(self, F, x):
        shortcut = self.sum_shortcut(x)
        x = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.conv2(x) + shortcut)


class Volumes(nn.HybridBlock):
    """Operators of volumes."""

    def __init__(self):
        super().__init__()
        self.stem = PadConv3D(8, (3, 4, 3), pads=(2, 1, 0, 1, 1, 0), in_channels=3)
        self.bn = nn.BatchNorm(in_channels=8)
        self.units = nn.HybridSequential()
        channels = 8
        for i in range(2):
            self.units.add(Unit(channels, 6 * (i + 1), stride=2 - i))
            channels = 6 * (i + 1)
        self.depthwise = nn.Conv3D(12, 3, padding=1, groups=12, in_channels=12)
        self.pool = nn.MaxPool3D(3, strides=2, padding=1, ceil_mode=True)
        self.pad = ConstantPad3D((1, 2, 0, 0, 1, 0))
        self.mean = nn.AvgPool3D(3, strides=1, padding=1, count_include_pad=False)
        self.mean2 = PadAvgPool3D(2, strides=1, pads=(0, 1, 0, 0, 0, 0))
        self.gn = GroupNorm(3, 12)
        self.ln = LayerNorm(in_channels=12)
        self.scale = LayerScale((12, 1, 1, 1))
        self.prelu = PReLU(in_channels=12)
        self.channel_shuffle = ChannelShuffle(3)
        self.squeeze = nn.GlobalAvgPool3D()
        self.excite = nn.Conv3D(20, 1, in_channels=20)
        self.sigmoid = nn.Activation("sigmoid")
        self.top = PadMaxPool3D(3, strides=1, pads=(2, 0, 0, 0, 1, 1))
        self.windows = nn.GlobalAvgPool3D()
        self.drop = StochasticDepth(0.2)
        self.fc = nn.Dense(5, in_units=20)

    def hybrid_forward(self, F, x):
        x = self.bn(self.stem(x))
        x = self.units(x)
        x = self.pool(self.depthwise(x))
        x = self.mean2(self.mean(self.pad(x)))
        x = self.scale(self.ln(self.gn(x)))
        shuffle = self.channel_shuffle(self.prelu(x))
        x = F.concat(F.slice_axis(shuffle, axis=1, begin=1, end=9), shuffle, dim=1)
        y = self.sigmoid(self.excite(self.squeeze(x)))
        x = self.windows(self.top(F.broadcast_mul(x, y)))
        x = F.flatten(self.drop(x))
        return self.fc(x)
