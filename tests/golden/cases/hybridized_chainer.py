import chainer
import chainer.functions as F
import chainer.links as L


class Join(chainer.Chain):
    """Block Join."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 1)

    def forward(self, x, gate):
        return self.conv(x + gate)


class Hybridized(chainer.Chain):
    """Gluon hybridized; a value that eight and more read, and a gate of one pixel that
    is an input.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 1)
            self.narrow = L.Convolution2D(16, 4, 1)
            self.one = Join(4)
            self.two = Join(4)

    def forward(self, x):
        conv = self.conv(x)
        branch1 = F.elu(conv, alpha=0.3)
        branch2 = F.leaky_relu(conv, slope=0.3)
        branch3 = F.softplus(conv)
        branch4 = F.sigmoid(conv)
        narrow = self.narrow(F.concat((branch1, branch2, branch3, branch4), axis=1))
        x = self.one(narrow, F.average(conv, axis=(2, 3), keepdims=True))
        return self.two(x, narrow)
