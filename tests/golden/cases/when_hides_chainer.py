import chainer
import chainer.functions as F
import chainer.links as L


class WhenHides(chainer.Chain):
    """What a condition hides would be wrong with the values for which it holds."""

    def __init__(self, width=3):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(2, width, 1)

    def forward(self, x):
        return F.tanh(self.conv(x))
