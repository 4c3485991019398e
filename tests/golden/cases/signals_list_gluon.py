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


class ChannelShuffle(nn.HybridBlock):
    """Takes the channels in turn from each group."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def hybrid_forward(self, F, x):
        # In a shape -4 splits an axis in two, -3 merges two, -2 keeps the rest.
        y = F.reshape(x, (0, -4, self.groups, -1, -2))
        return F.reshape(F.swapaxes(y, dim1=1, dim2=2), (0, -3, -2))


class SignalsList(nn.HybridSequential):
    """Operators of signals that a list numbers."""

    def __init__(self):
        super().__init__()
        self.add(
            PadConv1D(6, 3, pads=(2, 0), in_channels=4),
            nn.BatchNorm(in_channels=6),
            nn.Activation("relu"),
            CropConv1DTranspose(6, 3, strides=2, crops=(1, 0), in_channels=6),
            nn.MaxPool1D(3, strides=2, padding=1),
            PadAvgPool1D(2, strides=1, pads=(1, 0)),
            nn.AvgPool1D(3, strides=1, padding=1, count_include_pad=False),
            PadAvgPool1D(2, pads=(0, 1), count_pads=False),
            ConstantPad1D((1, 1), 0.5),
            LayerNorm(in_channels=6),
            LayerScale((6, 1)),
            ChannelShuffle(2),
            nn.HybridLambda(lambda F, x: F.slice_axis(x, axis=1, begin=0, end=4)),
            nn.Dropout(0.3),
            nn.HybridLambda(
                lambda F, x: F.squeeze(
                    F.contrib.AdaptiveAvgPooling2D(
                        F.expand_dims(x, axis=2), output_size=(1, 2)
                    ),
                    axis=2,
                )
            ),
            nn.GlobalAvgPool1D(),
            nn.Flatten(),
            nn.Dense(3, in_units=4),
        )
