import chainer
import chainer.functions as F
import chainer.links as L


class Conv(chainer.Chain):
    """Every geometry of a convolution."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.square = L.Convolution2D(4, 6, 3)
            self.rectangular = L.Convolution2D(6, 4, (1, 3), pad=(0, 1))
            self.grouped = L.Convolution2D(4, 6, 3, pad=1, nobias=True, groups=2)
            self.depthwise = L.Convolution2D(6, 12, 3, pad=1, groups=6)
            self.dilated = L.Convolution2D(12, 5, 3, pad=(2, 1), dilate=(2, 1))
            self.asymmetric = L.Convolution2D(5, 4, (2, 4))
            self.strided = L.Convolution2D(4, 3, 3, stride=(2, 1), pad=1)

    def forward(self, x):
        x = self.square(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.depthwise(x)
        x = self.dilated(x)
        x = self.asymmetric(F.pad(x, ((0, 0), (0, 0), (0, 1), (2, 1)), "constant"))
        return self.strided(x)
