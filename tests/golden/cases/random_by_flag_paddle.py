from paddle import nn
from paddle.nn import functional as F


class StochasticDepth(nn.Layer):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return F.dropout(x, self.drop_prob, axis=0, training=self.training)


class Tail(nn.Layer):
    """Part `tail` of RandomByFlag."""

    def __init__(self):
        super().__init__()
        self.add_sublayer("1", nn.Dropout())
        self.add_sublayer("2", nn.Conv2D(4, 2, 1))

    def forward(self, x):
        x = F.tanh(x)
        if not self.training:
            x = getattr(self, "1")(x)
        return getattr(self, "2")(x)


class RandomByFlag(nn.Layer):
    """Nodes that are random with some arguments only, or in no mode at all."""

    def __init__(self, deep=True):
        super().__init__()
        self.stem = nn.Conv2D(3, 4, 3)
        self.conv = nn.Conv2D(4, 4, 1)
        self.drop = StochasticDepth(0.3) if deep else nn.Identity()
        self.tail = Tail()

    def forward(self, x):
        x = self.stem(x)
        y = self.drop(self.conv(x))
        return self.tail(y + x)
