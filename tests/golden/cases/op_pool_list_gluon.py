from mxnet.gluon import nn


class ConstantPad2D(nn.HybridBlock):
    """Rows and columns of a value at (top, bottom, left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)


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


class PoolList(nn.HybridSequential):
    """Pools that a list numbers."""

    def __init__(self):
        super().__init__()
        self.add(
            PadMaxPool2D(2, strides=1, pads=(1, 0, 0, 1)),
            nn.MaxPool2D(ceil_mode=True),
            PadAvgPool2D(2, strides=1, pads=(1, 0, 0, 1)),
            nn.AvgPool2D(3, strides=1, padding=1, count_include_pad=False),
            nn.Conv2D(3, 1, in_channels=4),
            nn.AvgPool2D(3, strides=2, padding=1, ceil_mode=True),
            PadAvgPool2D(2, strides=1, pads=(0, 1, 1, 0), count_pads=False),
            nn.HybridLambda(
                lambda F, x: F.contrib.AdaptiveAvgPooling2D(x, output_size=(2, 3))
            ),
            nn.HybridLambda(
                lambda F, x: F.UpSampling(x, scale=2, sample_type="nearest")
            ),
            ConstantPad2D((1, 1, 1, 1)),
            nn.HybridLambda(lambda F, x: F.slice_axis(x, axis=1, begin=0, end=2)),
            nn.GlobalAvgPool2D(),
            nn.Flatten(),
        )
