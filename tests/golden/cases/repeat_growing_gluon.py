from mxnet.gluon import nn


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class PadAvgPool2D(nn.AvgPool2D):
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
        return super().hybrid_forward(F, x)


class LayerNormLast(nn.LayerNorm):
    """Over the last axis. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.broadcast_sub(x, F.mean(x, axis=-1, keepdims=True))
        var = F.mean(F.square(y), axis=-1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        return F.broadcast_add(F.broadcast_mul(y, gamma), beta)


class Pool(nn.HybridBlock):
    """Block Pool."""

    def __init__(self, in_features):
        super().__init__()
        self.pool = PadMaxPool2D(2, strides=1, pads=(1, 1, 0, 1))
        self.mean = PadAvgPool2D(2, strides=1, pads=(1, 0, 1, 0))
        self.last = LayerNormLast(in_channels=in_features)

    def hybrid_forward(self, F, x):
        x = self.mean(self.pool(x))
        return self.last(x)


class Stage(nn.HybridBlock):
    """Block Stage."""

    def __init__(self, in_channels, in_features, depth=2):
        super().__init__()
        self.units = nn.HybridSequential()
        width = in_features
        for _ in range(depth):
            self.units.add(Pool(min(width, width + 1)))
            width = min(width, width + 1)
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        x = self.units(x)
        return self.conv(x)


class Growing(nn.HybridBlock):
    """Sizes that grow along a repeat, known to each copy alone."""

    def __init__(self):
        super().__init__()
        self.one = Stage(3, 4, depth=1)
        self.more = Stage(4, 4, depth=3)
        self.fc = nn.Dense(3, in_units=4 * 9 * 4)

    def hybrid_forward(self, F, x):
        x = self.one(x)
        x = F.flatten(self.more(x))
        return self.fc(x)
