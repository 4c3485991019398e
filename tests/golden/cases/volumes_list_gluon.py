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


class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))


class VolumesList(nn.HybridSequential):
    """Operators of volumes that a list numbers."""

    def __init__(self):
        super().__init__()
        self.add(
            PadConv3D(
                6, (2, 3, 1), strides=(1, 2, 1), pads=(1, 0, 1, 1, 0, 0), in_channels=4
            ),
            nn.BatchNorm(in_channels=6),
            LayerNormLast(in_channels=7),
            nn.Dense(7, flatten=False, in_units=7),
            nn.Activation("relu"),
            PadMaxPool3D(3, strides=2, pads=(1, 1, 1, 2, 0, 2)),
            PadAvgPool3D(2, strides=1, pads=(1, 0, 0, 0, 0, 1)),
            nn.AvgPool3D(3, strides=1, padding=1, count_include_pad=False),
            PadAvgPool3D(
                2, pads=(0, 1, 0, 0, 0, 0), extra=(0, 0, 0, 1, 0, 1), count_pads=False
            ),
            ConstantPad3D((1, 0, 0, 2, 1, 1), 0.5),
            LayerNorm(in_channels=6),
            LayerScale((6, 1, 1, 1)),
            GroupNorm(2, 6),
            ChannelShuffle(2),
            nn.HybridLambda(lambda F, x: F.slice_axis(x, axis=1, begin=0, end=4)),
            nn.Dropout(0.3),
            nn.GlobalAvgPool3D(),
            nn.Flatten(),
            nn.Dense(3, in_units=4),
        )
