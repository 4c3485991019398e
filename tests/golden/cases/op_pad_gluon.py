from mxnet.gluon import nn


class ConstantPad2D(nn.HybridBlock):
    """Rows and columns of a value at (top, bottom, left, right)."""

    def __init__(self, pads, value=0):
        super().__init__()
        self.pads = (0, 0, 0, 0, *pads)
        self.value = value

    def hybrid_forward(self, F, x):
        return F.pad(x, mode="constant", pad_width=self.pads, constant_value=self.value)


class Pad(nn.HybridBlock):
    """Network Pad."""

    def __init__(self):
        super().__init__()
        self.pad = ConstantPad2D((1, 1, 1, 1))
        self.two = ConstantPad2D((0, 1, 2, 0), 0.5)
        self.conv = nn.Conv2D(3, 2, in_channels=2)
        self.three = ConstantPad2D((1, 1, 2, 2), float("-inf"))
        self.pool = nn.MaxPool2D(3, strides=2)

    def hybrid_forward(self, F, x):
        x = self.conv(self.two(self.pad(x)))
        return self.pool(self.three(x))
