from mxnet.gluon import nn


class Pyramid(nn.HybridBlock):
    """Block Pyramid."""

    def __init__(self, in_channels, width=4):
        super().__init__()
        self.c1 = nn.Conv2D(width, 3, padding=1, in_channels=in_channels)
        self.p1 = nn.MaxPool2D()
        self.c2 = nn.Conv2D(width * 2, 1, in_channels=width)
        self.p2 = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        fine = self.c1(x)
        all = self.c2(self.p1(fine))
        return (fine, self.p2(all), all)


class One(nn.HybridBlock):
    """Block One."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(2, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        return self.a(x)


class Pass(nn.HybridBlock):
    """Block Pass."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(2, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        return (x, self.a(x))


class Outputs(nn.HybridBlock):
    """Several outputs of the network and of a block."""

    def __init__(self):
        super().__init__()
        self.fpn = Pyramid(3)
        self.small = Pyramid(3, width=2)
        self.one = One(14)
        self.passed = Pass(2)

    def hybrid_forward(self, F, x):
        fpn, coarse, mid = self.fpn(x)
        small, y, _ = self.small(x)
        z = F.UpSampling(coarse, scale=4, sample_type="nearest")
        same, made = self.passed(self.one(F.concat(z, small, fpn, dim=1)))
        return (same + made, y, mid, x)
