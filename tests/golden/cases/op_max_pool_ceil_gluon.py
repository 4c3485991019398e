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


class MaxPoolCeil(nn.HybridBlock):
    """Rounding up where the frameworks differ on a last window without data."""

    def __init__(self):
        super().__init__()
        self.a = nn.MaxPool2D(padding=1)
        self.ga = nn.GlobalAvgPool2D()
        self.b = nn.MaxPool2D(1, strides=2)
        self.gb = nn.GlobalAvgPool2D()
        self.c = nn.MaxPool2D(3, ceil_mode=True)
        self.gc = nn.GlobalAvgPool2D()
        self.d = PadMaxPool2D((2, 3), strides=(3, 2), pads=(1, 1, 0, 1))
        self.gd = nn.GlobalAvgPool2D()
        self.e = PadMaxPool2D(3, strides=2, pads=(1, 1, 0, 2))
        self.ge = nn.GlobalAvgPool2D()
        self.f = nn.MaxPool2D(4, strides=2, padding=3)
        self.gf = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x):
        branch1 = self.ga(self.a(x))
        branch2 = self.gb(self.b(x))
        branch3 = self.gc(self.c(x))
        branch4 = self.gd(self.d(x))
        branch5 = self.ge(self.e(x))
        branch6 = self.gf(self.f(x))
        return F.concat(branch1, branch2, branch3, branch4, branch5, branch6, dim=1)
