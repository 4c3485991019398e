import chainer
import chainer.functions as F
import chainer.links as L


class Affine(chainer.Link):
    """Scales and shifts each channel."""

    def __init__(self, channels):
        super().__init__()
        with self.init_scope():
            self.gamma = chainer.Parameter(1, (channels,))
            self.beta = chainer.Parameter(0, (channels,))

    def forward(self, x):
        return F.bias(F.scale(x, self.gamma), self.beta)


class Mixed(chainer.Chain):
    """One of each layer that residual networks leave out; two outputs."""

    def __init__(self, units=6):
        super().__init__()
        with self.init_scope():
            self.up = L.Deconvolution2D(
                4, 6, 3, stride=2, pad=1, outsize=(16, 16), groups=2
            )
            self.gn = L.GroupNormalization(3, 6)
            self.slopes = L.PReLU((6,))
            self.affine = Affine(6)
            self.fc1 = L.Linear(6, units)
            self.bn = L.BatchNormalization(units, eps=1e-5)
            self.slope = L.PReLU()
            self.plain = L.BatchNormalization(
                units, eps=1e-5, use_gamma=False, use_beta=False
            )
            self.fc2 = L.Linear(units, units, nobias=True)

    def forward(self, x):
        x = self.affine(self.slopes(self.gn(self.up(x))))
        y = F.average(x, axis=(2, 3))
        y = self.plain(self.slope(self.bn(self.fc1(y))))
        return self.fc2(y), x
