from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class Layer(nn.Block):
    """A part of Mode."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")

    def forward(self, x):
        if autograd.is_training():
            x = self.tanh(x)
        return x


class Mode(nn.Sequential):
    """Block Mode."""

    def __init__(self, in_channels, use=True):
        super().__init__()
        if use:
            self.add(nn.Conv2D(3, 1, in_channels=in_channels))
        self.add(Layer(), nn.Conv2D(4, 1, in_channels=3 if use else in_channels))


class Reads1(nn.HybridBlock):
    """Part `1` of Reads."""

    def __init__(self, in_channels):
        super().__init__()
        self.body = nn.Conv2D(3, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x, skip):
        return self.body(skip) + x


class Reads2(nn.HybridBlock):
    """Part `2` of Reads."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(3, 1, in_channels=3)

    def hybrid_forward(self, F, x, skip):
        return F.broadcast_mul(self.a(x), skip)


class Reads(nn.HybridBlock):
    """Block Reads."""

    def __init__(self, in_channels):
        super().__init__()
        setattr(self, "0", nn.Conv2D(3, 1, in_channels=in_channels))
        setattr(self, "1", Reads1(in_channels))
        setattr(self, "2", Reads2())

    def hybrid_forward(self, F, x):
        y = getattr(self, "0")(x)
        y = getattr(self, "1")(y, x)
        return getattr(self, "2")(y, x)


class Held(nn.Block):
    """Block Held."""

    def __init__(self, in_channels):
        super().__init__()
        setattr(self, "0", nn.Conv2D(3, 1, in_channels=in_channels))
        setattr(self, "1", nn.BatchNorm(in_channels=3))
        setattr(self, "2", nn.Conv2D(4, 1, in_channels=3))

    def forward(self, x):
        x = getattr(self, "0")(x)
        if autograd.is_training():
            x = getattr(self, "1")(x)
        return getattr(self, "2")(x)


class ListShifts(nn.Block):
    """Lists whose numbers depend on arguments and that are no plain chains."""

    def __init__(self):
        super().__init__()
        self.mode = Mode(3)
        self.reads = Reads(3)
        self.held = Held(3)

    def forward(self, x):
        mode = self.mode(x)
        reads = self.reads(x)
        return F.concat(mode, reads, self.held(reads), dim=1)
