from mxnet.gluon import nn


class PadConv2D(nn.Conv2D):
    """Convolution after zero pads of (top, bottom, left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)


class Conv(nn.HybridBlock):
    """Every geometry of a convolution."""

    def __init__(self):
        super().__init__()
        self.square = nn.Conv2D(6, 3, in_channels=4)
        self.rectangular = nn.Conv2D(4, (1, 3), padding=(0, 1), in_channels=6)
        self.grouped = nn.Conv2D(
            6, 3, padding=1, groups=2, in_channels=4, use_bias=False
        )
        self.depthwise = nn.Conv2D(12, 3, padding=1, groups=6, in_channels=6)
        self.dilated = nn.Conv2D(5, 3, padding=(2, 1), dilation=(2, 1), in_channels=12)
        self.asymmetric = PadConv2D(4, (2, 4), pads=(0, 1, 2, 1), in_channels=5)
        self.strided = nn.Conv2D(3, 3, strides=(2, 1), padding=1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.square(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.depthwise(x)
        x = self.dilated(x)
        x = self.asymmetric(x)
        return self.strided(x)
