import chainer
import chainer.functions as F
import chainer.links as L


class Pyramid(chainer.Chain):
    """Block Pyramid."""

    def __init__(self, in_channels, width=4):
        super().__init__()
        with self.init_scope():
            self.c1 = L.Convolution2D(in_channels, width, 3, pad=1)
            self.c2 = L.Convolution2D(width, width * 2, 1)

    def forward(self, x):
        fine = self.c1(x)
        all = self.c2(F.max_pooling_2d(fine, 2, cover_all=False))
        return (fine, F.max_pooling_2d(all, 2, cover_all=False), all)


class One(chainer.Chain):
    """Block One."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, 2, 1)

    def forward(self, x):
        return self.a(x)


class Pass(chainer.Chain):
    """Block Pass."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, 2, 1)

    def forward(self, x):
        return (x, self.a(x))


class Outputs(chainer.Chain):
    """Several outputs of the network and of a block."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.fpn = Pyramid(3)
            self.small = Pyramid(3, width=2)
            self.one = One(14)
            self.passed = Pass(2)

    def forward(self, x):
        fpn, coarse, mid = self.fpn(x)
        small, y, _ = self.small(x)
        z = F.concat((F.unpooling_2d(coarse, 4, cover_all=False), small, fpn), axis=1)
        same, made = self.passed(self.one(z))
        return (same + made, y, mid, x)
