import paddle
from paddle import nn
from paddle.nn import functional as F


class Pyramid(nn.Layer):
    """Block Pyramid."""

    def __init__(self, in_channels, width=4):
        super().__init__()
        self.c1 = nn.Conv2D(in_channels, width, 3, padding=1)
        self.p1 = nn.MaxPool2D(2)
        self.c2 = nn.Conv2D(width, width * 2, 1)
        self.p2 = nn.MaxPool2D(2)

    def forward(self, x):
        fine = self.c1(x)
        all = self.c2(self.p1(fine))
        return (fine, self.p2(all), all)


class One(nn.Layer):
    """Block One."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(in_channels, 2, 1)

    def forward(self, x):
        return self.a(x)


class Pass(nn.Layer):
    """Block Pass."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(in_channels, 2, 1)

    def forward(self, x):
        return (x, self.a(x))


class Outputs(nn.Layer):
    """Several outputs of the network and of a block."""

    def __init__(self):
        super().__init__()
        self.fpn = Pyramid(3)
        self.small = Pyramid(3, width=2)
        self.one = One(14)
        self.passed = Pass(2)

    def forward(self, x):
        fpn, coarse, mid = self.fpn(x)
        small, y, _ = self.small(x)
        z = F.interpolate(coarse, scale_factor=4, mode="nearest")
        same, made = self.passed(self.one(paddle.concat((z, small, fpn), axis=1)))
        return (same + made, y, mid, x)
