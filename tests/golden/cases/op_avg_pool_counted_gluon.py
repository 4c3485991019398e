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


class Pool(nn.HybridBlock):
    """Block Pool."""

    def __init__(self, counted=True):
        super().__init__()
        self.even = nn.AvgPool2D(3, strides=2, padding=1, count_include_pad=counted)
        self.uneven = PadAvgPool2D(
            2, strides=1, pads=(1, 1, 0, 1), count_pads=not counted
        )
        self.ceil = PadAvgPool2D(
            2, pads=(1, 0, 0, 1), extra=(0, 1, 0, 0), count_pads=counted
        )

    def hybrid_forward(self, F, x):
        return self.ceil(self.uneven(self.even(x)))


class CountedPadding(nn.HybridBlock):
    """Whether the padding of a mean counts depends on a param, with uneven padding as
    well.
    """

    def __init__(self):
        super().__init__()
        self.a = Pool()
        self.b = Pool(counted=False)

    def hybrid_forward(self, F, x):
        return F.concat(self.a(x), self.b(x), dim=1)
