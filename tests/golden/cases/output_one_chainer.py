import chainer
import chainer.links as L


class OutputOne(chainer.Chain):
    """One named output that is not the last node."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(3, 4, 1)
            self.b = L.Convolution2D(4, 2, 1)

    def forward(self, x):
        first = self.a(x)
        return first
