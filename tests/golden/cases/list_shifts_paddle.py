import paddle
from paddle import nn
from paddle.nn import functional as F


class Layer(nn.Layer):
    """A part of Mode."""

    def forward(self, x):
        if self.training:
            x = F.tanh(x)
        return x


class Mode(nn.Sequential):
    """Block Mode."""

    def __init__(self, in_channels, use=True):
        super().__init__()
        if use:
            self.append(nn.Conv2D(in_channels, 3, 1))
        self.append(Layer())
        self.append(nn.Conv2D(3 if use else in_channels, 4, 1))


class Reads1(nn.Layer):
    """Part `1` of Reads."""

    def __init__(self, in_channels):
        super().__init__()
        self.body = nn.Conv2D(in_channels, 3, 1)

    def forward(self, x, skip):
        return self.body(skip) + x


class Reads2(nn.Layer):
    """Part `2` of Reads."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(3, 3, 1)

    def forward(self, x, skip):
        return self.a(x) * skip


class Reads(nn.Layer):
    """Block Reads."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(in_channels, 3, 1))
        self.add_sublayer("1", Reads1(in_channels))
        self.add_sublayer("2", Reads2())

    def forward(self, x):
        y = getattr(self, "0")(x)
        y = getattr(self, "1")(y, x)
        return getattr(self, "2")(y, x)


class Held(nn.Layer):
    """Block Held."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(in_channels, 3, 1))
        self.add_sublayer("1", nn.BatchNorm2D(3))
        self.add_sublayer("2", nn.Conv2D(3, 4, 1))

    def forward(self, x):
        x = getattr(self, "0")(x)
        if self.training:
            x = getattr(self, "1")(x)
        return getattr(self, "2")(x)


class ListShifts(nn.Layer):
    """Lists whose numbers depend on arguments and that are no plain chains."""

    def __init__(self):
        super().__init__()
        self.mode = Mode(3)
        self.reads = Reads(3)
        self.held = Held(3)

    def forward(self, x):
        mode = self.mode(x)
        reads = self.reads(x)
        return paddle.concat((mode, reads, self.held(reads)), axis=1)
