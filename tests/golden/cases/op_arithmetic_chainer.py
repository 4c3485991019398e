import chainer
import chainer.functions as F
import chainer.links as L


class Fuse(chainer.Chain):
    """Block Fuse."""

    def __init__(self, in_channels, b_channels):
        super().__init__()
        with self.init_scope():
            self.weight_a = L.Convolution2D(in_channels, 1, 1)
            self.weight_b = L.Convolution2D(b_channels, 1, 1)

    def forward(self, a, b):
        share_a = F.softplus(self.weight_a(a))
        x = F.softplus(self.weight_b(b))
        total = share_a + x
        x = a * share_a + b * x
        return x / total


class Arithmetic(chainer.Chain):
    """Differences, quotients, maxima and minima of values of all ranks, in each other
    and in other operators.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.shift = L.Convolution2D(3, 3, 1)
            self.scale = L.Convolution2D(3, 1, 1)
            self.fuse = Fuse(3, 3)
            self.smaller_1 = L.Convolution2D(3, 1, 1)
            self.signal = L.Convolution1D(2, 2, 1)
            self.volume = L.Convolution3D(2, 1, 1)
            self.features = L.Linear(5, 1)
            self.one = L.Linear(5, 1)

    def forward(self, x, s, v, f):
        shift = self.shift(x)
        positive = F.softplus(self.scale(shift))
        y = x - shift - F.relu(positive)
        y = F.relu(y) - (y - x)
        x = y - (y + x)
        branch1 = x / positive * shift
        branch1 = F.sigmoid(branch1 / (positive * positive))
        chain = branch1 / (positive / positive)
        x = self.fuse(chain - F.average(chain, axis=(2, 3), keepdims=True), shift)
        x = F.maximum(F.maximum(x, shift), chain)
        branch3 = F.average(x, axis=(2, 3), keepdims=True) * -0.7
        x = F.minimum(F.minimum(x, self.smaller_1(x)), branch3)
        a = F.average(F.maximum(F.relu(x), F.tanh(x)), axis=(2, 3))
        x = s - self.signal(s)
        x = F.maximum(x, F.average(x, axis=2, keepdims=True))
        x = x / F.softplus(x)
        volume = self.volume(v)
        y = F.minimum(F.minimum(volume - v, v), volume)
        y = y / F.sigmoid(y)
        z = f - self.features(f)
        z = F.maximum(z, F.tanh(z))
        z = F.minimum(z, self.one(z))
        return (a, x, y, z / F.sigmoid(z))
