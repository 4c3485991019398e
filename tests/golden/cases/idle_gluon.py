from mxnet.gluon import nn


class Part(nn.HybridBlock):
    """Part `part` of Inner."""

    def __init__(self):
        super().__init__()
        self.scaled = nn.BatchNorm(in_channels=4)

    def hybrid_forward(self, F, x):
        return x + self.scaled(x)


class Inner(nn.HybridBlock):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, padding=1, in_channels=in_channels)
        self.lost = nn.Dropout(0.3)
        self.part = Part()

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        return self.part(x)


class Deeper(nn.HybridBlock):
    """Part `part.deeper` of Idle."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(5, 3, in_channels=4)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.conv(x))


class IdlePart(nn.HybridBlock):
    """Part `part` of Idle."""

    def __init__(self):
        super().__init__()
        self.deeper = Deeper()
        self.inner = Inner(5)

    def hybrid_forward(self, F, x):
        x = self.deeper(x)
        return self.inner(x)


class Reader(nn.HybridBlock):
    """Part `reader` of Idle."""

    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2D()

    def hybrid_forward(self, F, x):
        return self.pool(x)


class Idle(nn.HybridBlock):
    """Nodes that no output needs, since what follows reads something else."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2D(4, 1, in_channels=3)
        self.idle = nn.BatchNorm(in_channels=4)
        self.part = IdlePart()
        self.tanh = nn.Activation("tanh")
        self.reader = Reader()

    def hybrid_forward(self, F, x):
        x = self.first(x)
        x = self.part(x)
        return self.reader(x)
