import chainer
import chainer.functions as F
import chainer.links as L


class Trunk(chainer.Chain):
    """Block Trunk."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 1)
            self.side = L.Convolution2D(4, 2, 1)
            self.last = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        conv = self.conv(x)
        x = self.last(conv)
        if chainer.config.train:
            aux = self.side(conv)
            return (x, aux)
        return (x, None)


class OnlyBlock(chainer.Chain):
    """A block whose second output exists in training only."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.trunk = Trunk(3)

    def forward(self, x):
        out, aux = self.trunk(x)
        x = F.relu(out)
        if chainer.config.train:
            return (x, aux)
        return x
