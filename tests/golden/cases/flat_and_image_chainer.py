import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class LayerNormalization2D(L.LayerNormalization):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = super().forward(F.reshape(F.transpose(x, (0, 2, 3, 1)), (-1, c)))
        return F.transpose(F.reshape(x, (n, h, w, c)), (0, 3, 1, 2))


class Norm(chainer.Chain):
    """Block Norm."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(in_channels, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class Gate(Stack):
    """Block Gate."""

    def __init__(self, in_channels):
        super().__init__(Apply(F.sigmoid), LayerNormalization2D(in_channels, eps=1e-5))


class NormFlat(chainer.Chain):
    """Block NormFlat."""

    def __init__(self, in_channels, eps=0.001):
        super().__init__()
        with self.init_scope():
            self.bn = L.BatchNormalization(in_channels, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(x))


class GateFlat(Stack):
    """Block GateFlat."""

    def __init__(self, in_channels):
        super().__init__(Apply(F.sigmoid), L.LayerNormalization(in_channels, eps=1e-5))


class Both(chainer.Chain):
    """Block Both."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        with self.init_scope():
            self.a = Norm(in_channels)
            self.b = NormFlat(y_channels)

    def forward(self, x, y):
        a = self.a(x)
        b = self.b(y)
        x = F.average(a, axis=(2, 3))
        return x * b


class FlatAndImage(chainer.Chain):
    """A block that is called on images and on vectors."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.norm = Norm(4)
            self.gate = Gate(4)
            self.fc = L.Linear(4 * 3 * 3, 4)
            self.norm2 = NormFlat(4, eps=0.01)
            self.gate2 = GateFlat(4)
            self.both = Both(4, 4)

    def forward(self, x):
        norm = self.norm(x)
        x = F.average_pooling_2d(self.gate(norm), 2)
        x = self.fc(F.reshape(x, (len(x), -1)))
        x = self.norm2(x)
        x = self.gate2(x)
        return self.both(norm, x)
