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


class Sums(nn.HybridBlock):
    """Sums and products inside of products, sums, methods and divisions."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 1, in_channels=4)
        self.b = nn.Conv2D(4, 1, in_channels=4)
        self.tanh = nn.Activation("tanh")
        self.sigmoid = nn.Activation("sigmoid")
        self.pool = PadAvgPool2D(3, strides=1, pads=(1, 0, 0, 1), count_pads=False)
        self.pool2 = nn.AvgPool2D(1, strides=2)
        self.pool3 = nn.AvgPool2D(1, strides=2)
        self.pool4 = nn.MaxPool2D(1, strides=2)
        self.fc = nn.Dense(3, in_units=4 * 3 * 3)
        self.fc2 = nn.Dense(3, in_units=3)

    def hybrid_forward(self, F, x):
        x = self.a(x)
        y = self.b(x)
        z = F.broadcast_mul(x + y, y)
        branch1 = self.tanh(z) + z
        branch2 = self.sigmoid(z)
        branch3 = F.broadcast_mul(x, y)
        u = F.broadcast_mul(F.broadcast_mul(branch1, branch2), branch3)
        x = F.broadcast_mul(x, u) + (y + z)
        x = self.pool(x + x)
        shortcut = self.pool4(x)
        branch2 = self.pool3(x) + shortcut
        x = F.broadcast_mul(self.pool2(x), branch2)
        x = F.flatten(self.tanh(x) + x)
        x = self.fc(x)
        return self.fc2(x) + x
