from paddle import nn
from paddle.nn import functional as F


class StochasticDepth(nn.Layer):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return F.dropout(x, self.drop_prob, axis=0, training=self.training)


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, in_channels, 3, padding=1)
        self.drop = StochasticDepth(drop_prob)

    def forward(self, x):
        y = self.drop(self.conv(x))
        return y + x


class Tail(nn.Sequential):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__(nn.Linear(in_channels, 5), StochasticDepth(0.1), nn.ReLU())


class Depth(nn.Layer):
    """Network Depth."""

    def __init__(self, drop_prob=0.2):
        super().__init__()
        self.units = nn.Sequential(*(Unit(3, drop_prob * i / 3) for i in range(3)))
        self.whole = StochasticDepth(0.0) if drop_prob > 0 else nn.Identity()
        self.tail = Tail(3 * 4 * 4)
        self.flat = StochasticDepth(0.5)

    def forward(self, x):
        x = self.whole(self.units(x)).flatten(1)
        return self.flat(self.tail(x))
