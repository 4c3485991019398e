import chainer
import chainer.functions as F
import chainer.links as L


class Part(chainer.Chain):
    """Part `part` of Inner."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.scaled = L.BatchNormalization(4, eps=1e-5)

    def forward(self, x):
        return x + self.scaled(x)


class Inner(chainer.Chain):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 3, pad=1)
            self.part = Part()

    def forward(self, x):
        x = self.conv(x)
        return self.part(x)


class Deeper(chainer.Chain):
    """Part `part.deeper` of Idle."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 5, 3)

    def forward(self, x):
        return F.relu(self.conv(x))


class IdlePart(chainer.Chain):
    """Part `part` of Idle."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.deeper = Deeper()
            self.inner = Inner(5)

    def forward(self, x):
        x = self.deeper(x)
        return self.inner(x)


class Reader(chainer.Chain):
    """Part `reader` of Idle."""

    def forward(self, x):
        return F.max_pooling_2d(x, 2, cover_all=False)


class Idle(chainer.Chain):
    """Nodes that no output needs, since what follows reads something else."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.first = L.Convolution2D(3, 4, 1)
            self.idle = L.BatchNormalization(4, eps=1e-5)
            self.part = IdlePart()
            self.reader = Reader()

    def forward(self, x):
        x = self.first(x)
        x = self.part(x)
        return self.reader(x)
