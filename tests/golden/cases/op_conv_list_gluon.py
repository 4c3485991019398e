from mxnet.gluon import nn


class PadConv2D(nn.Conv2D):
    """Convolution after zero pads of (top, bottom, left, right)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x, weight, bias=None):
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=0)
        return super().hybrid_forward(F, x, weight, bias)


class ConvList(nn.HybridSequential):
    """Convolutions that a list numbers; one of them pads its sides unequally."""

    def __init__(self):
        super().__init__()
        self.add(
            PadConv2D(4, 2, pads=(1, 0, 0, 1), in_channels=3),
            nn.Activation("relu"),
            nn.Conv2D(4, 3, padding=1, groups=4, in_channels=4),
            nn.Conv2D(2, 1, in_channels=4, use_bias=False),
        )
