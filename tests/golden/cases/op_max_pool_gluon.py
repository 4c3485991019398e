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


class MaxPool(nn.HybridBlock):
    """Windows that overlap, that are padded, and that are rounded up."""

    def __init__(self):
        super().__init__()
        self.plain = nn.MaxPool2D()
        self.overlapping = nn.MaxPool2D(3, strides=1)
        self.padded = nn.MaxPool2D(3, strides=1, padding=1)
        self.rectangular = nn.MaxPool2D((1, 2), strides=1, padding=(0, 1))
        self.scale = nn.Conv2D(4, 1, in_channels=3)
        self.wide = PadMaxPool2D(3, strides=1, pads=(1, 0, 0, 2))
        self.over_half = nn.MaxPool2D(3, strides=1, padding=2)
        self.ceil = nn.MaxPool2D(3, strides=2, ceil_mode=True)

    def hybrid_forward(self, F, x):
        x = self.rectangular(self.padded(self.overlapping(self.plain(x))))
        return self.ceil(self.over_half(self.wide(self.scale(x))))
