import chainer
import chainer.functions as F
import chainer.links as L


class WhenSkippedFrom(chainer.Chain):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, 4, 1)
            self.extra = L.Convolution2D(4, 4, 1) if use else F.identity
            self.side = L.Convolution2D(4, 2, 1)
            self.back = L.Convolution2D(4, 4, 1)
            self.chosen = L.Convolution2D(4, 4, 1) if use else F.identity

    def forward(self, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        side = self.side(extra)
        back = self.back(extra)
        x = extra + back + self.chosen(stem)
        return F.concat((x, side), axis=1)
