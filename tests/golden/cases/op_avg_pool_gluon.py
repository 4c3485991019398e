from mxnet.gluon import nn


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


class AvgPool(nn.HybridBlock):
    """Every geometry of average pooling."""

    def __init__(self):
        super().__init__()
        self.plain = nn.AvgPool2D(2, strides=1)
        self.counted = nn.AvgPool2D(3, strides=1, padding=1)
        self.not_counted = nn.AvgPool2D(
            3, strides=1, padding=1, count_include_pad=False
        )
        self.rectangular = nn.AvgPool2D((1, 2), padding=(0, 1))
        self.asymmetric = PadAvgPool2D(3, strides=1, pads=(1, 0, 0, 2))
        self.shared = PadAvgPool2D(3, strides=1, pads=(0, 1, 2, 0), count_pads=False)
        self.over_half = nn.AvgPool2D(3, strides=1, padding=2)
        self.strided = nn.AvgPool2D(2, strides=(2, 1))

    def hybrid_forward(self, F, x):
        x = self.rectangular(self.not_counted(self.counted(self.plain(x))))
        return self.strided(self.over_half(self.shared(self.asymmetric(x))))
