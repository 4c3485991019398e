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


class AvgPoolCeil(nn.HybridBlock):
    """Average pooling that is rounded up, with padding counted or not."""

    def __init__(self):
        super().__init__()
        self.a = nn.AvgPool2D(padding=1)
        self.b = nn.AvgPool2D(3, strides=2, ceil_mode=True)
        self.c = nn.AvgPool2D(
            3, strides=2, padding=1, ceil_mode=True, count_include_pad=False
        )
        self.d = PadAvgPool2D(
            (2, 3), strides=(3, 2), pads=(1, 1, 0, 0), extra=(0, 0, 0, 1)
        )
        self.e = PadAvgPool2D(
            3, strides=2, pads=(1, 0, 0, 1), extra=(0, 1, 0, 1), count_pads=False
        )
        self.f = nn.AvgPool2D(4, strides=3, padding=3)

    def hybrid_forward(self, F, x):
        branch1 = F.contrib.AdaptiveAvgPooling2D(self.a(x), output_size=2)
        branch2 = F.contrib.AdaptiveAvgPooling2D(self.b(x), output_size=2)
        branch3 = F.contrib.AdaptiveAvgPooling2D(self.c(x), output_size=2)
        branch4 = F.contrib.AdaptiveAvgPooling2D(self.d(x), output_size=2)
        branch5 = F.contrib.AdaptiveAvgPooling2D(self.e(x), output_size=2)
        branch6 = F.contrib.AdaptiveAvgPooling2D(self.f(x), output_size=2)
        return F.concat(branch1, branch2, branch3, branch4, branch5, branch6, dim=1)
