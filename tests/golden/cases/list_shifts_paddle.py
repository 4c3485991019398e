import paddle
from paddle import nn
from paddle.nn import functional as F


class Mode(nn.Layer):
    """Block Mode."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(in_channels, 3, 1))
        self.add_sublayer("2", nn.Conv2D(3, 4, 1))

    def forward(self, x):
        x = getattr(self, "0")(x)
        if self.training:
            x = F.tanh(x)
        return getattr(self, "2")(x)


class Reads2(nn.Layer):
    """Part `2` of Reads."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2D(4, 3, 1)

    def forward(self, x, skip):
        return self.a(x) * skip


class Reads(nn.Layer):
    """Block Reads."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_sublayer("0", nn.Conv2D(in_channels, 3, 1))
        self.add_sublayer("1", nn.Conv2D(in_channels, 4, 1))
        self.add_sublayer("2", Reads2())

    def forward(self, x):
        y = getattr(self, "0")(x)
        y = getattr(self, "1")(x)
        return getattr(self, "2")(y, x)


class ListShifts(nn.Layer):
    """Lists whose numbers depend on arguments and that are no plain chains."""

    def __init__(self):
        super().__init__()
        self.mode = Mode(3)
        self.reads = Reads(3)

    def forward(self, x):
        mode = self.mode(x)
        return paddle.concat((mode, self.reads(x)), axis=1)
