import chainer
import chainer.functions as F
import chainer.links as L


class SharedLayers(chainer.Chain):
    """Layers that all equal nodes of a class share, the first of them under a
    condition.
    """

    def __init__(self, use=False, skip=False):
        super().__init__()
        self.use_gate = use
        self.skip = skip
        with self.init_scope():
            self.c = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        if self.use_gate:
            y = F.sigmoid(F.average(x, axis=(2, 3), keepdims=True))
            x = x * y
        y = self.c(x)
        if self.skip:
            x = F.max_pooling_2d(F.softplus(x), 3, stride=1, pad=1, cover_all=False)
            y = y + x
        x = F.sigmoid(F.average(y, axis=(2, 3), keepdims=True))
        return F.max_pooling_2d(F.softplus(y * x), 3, stride=1, pad=1, cover_all=False)
