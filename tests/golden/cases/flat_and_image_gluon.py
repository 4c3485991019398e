from mxnet.gluon import nn


class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class Norm(nn.HybridBlock):
    """Block Norm."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm(epsilon=eps, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.bn(x))


class Gate(nn.HybridSequential):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Activation("sigmoid"), LayerNorm(in_channels=in_channels))


class NormFlat(nn.HybridBlock):
    """Block NormFlat."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        self.bn = nn.BatchNorm(epsilon=eps, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.bn(x))


class GateFlat(nn.HybridSequential):
    """Block GateFlat."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(nn.Activation("sigmoid"), LayerNorm(in_channels=in_channels))


class Both(nn.HybridBlock):
    """Block Both."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        self.a = Norm(in_channels)
        self.b = NormFlat(y_channels)
        self.pool = nn.GlobalAvgPool2D()

    def hybrid_forward(self, F, x, y):
        a = self.a(x)
        b = self.b(y)
        x = F.flatten(self.pool(a))
        return F.broadcast_mul(x, b)


class FlatAndImage(nn.HybridBlock):
    """A block that is called on images and on vectors."""

    def __init__(self):
        super().__init__()
        self.norm = Norm(4)
        self.gate = Gate(4)
        self.pool = nn.AvgPool2D()
        self.fc = nn.Dense(4, in_units=4 * 3 * 3)
        self.norm2 = NormFlat(4, eps=0.01)
        self.gate2 = GateFlat(4)
        self.both = Both(4, 4)

    def hybrid_forward(self, F, x):
        norm = self.norm(x)
        x = F.flatten(self.pool(self.gate(norm)))
        x = self.fc(x)
        x = self.norm2(x)
        x = self.gate2(x)
        return self.both(norm, x)
