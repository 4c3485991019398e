from collections import OrderedDict

import paddle
from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Layer(nn.Layer):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 4, 3, padding=1)

    def forward(self, x):
        return self.body(x) + x


class ListWithJoinsLayer(nn.Layer):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 6, 1), nn.ReLU())
        self.shortcut = nn.Conv2D(4, 6, 1)

    def forward(self, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class ListWithJoinsLayer2(nn.Layer):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.add_sublayer("1", Unit(6, channels=2))
        self.add_sublayer(
            "2", nn.Sequential(OrderedDict(a=nn.Tanh(), b=nn.Conv2D(6, 3, 1)))
        )

    def forward(self, x):
        return paddle.concat((x, getattr(self, "1")(x), getattr(self, "2")(x)), axis=1)


class ListWithJoinsLayer3(nn.Layer):
    """A part of ListWithJoins."""

    def forward(self, x):
        return F.sigmoid(x) * x


class ListWithJoins(nn.Sequential):
    """In a list a join takes one number, and its branches hold seqs and calls."""

    def __init__(self):
        super().__init__(
            nn.Conv2D(4, 4, 3, padding=1),
            Layer(),
            ListWithJoinsLayer(),
            ListWithJoinsLayer2(),
            ListWithJoinsLayer3(),
            nn.Conv2D(11, 2, 1),
        )
