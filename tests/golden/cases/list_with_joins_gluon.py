from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")

    def hybrid_forward(self, F, x):
        return self.relu(self.conv(x))


class Layer(nn.HybridBlock):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2D(4, 3, padding=1, in_channels=4)

    def hybrid_forward(self, F, x):
        return self.body(x) + x


class ListWithJoinsLayer(nn.HybridBlock):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.body = nn.HybridSequential()
        self.body.add(nn.Conv2D(6, 1, in_channels=4), nn.Activation("relu"))
        self.shortcut = nn.Conv2D(6, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class Layer2(nn.HybridBlock):
    """Part `2` of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")
        self.b = nn.Conv2D(3, 1, in_channels=6)

    def hybrid_forward(self, F, x):
        return self.b(self.tanh(x))


class ListWithJoinsLayer2(nn.HybridBlock):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        setattr(self, "1", Unit(6, channels=2))
        setattr(self, "2", Layer2())

    def hybrid_forward(self, F, x):
        return F.concat(x, getattr(self, "1")(x), getattr(self, "2")(x), dim=1)


class ListWithJoinsLayer3(nn.HybridBlock):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.sigmoid = nn.Activation("sigmoid")

    def hybrid_forward(self, F, x):
        return F.broadcast_mul(self.sigmoid(x), x)


class ListWithJoins(nn.HybridSequential):
    """In a list a join takes one number, and its branches hold seqs and calls."""

    def __init__(self):
        super().__init__()
        self.add(
            nn.Conv2D(4, 3, padding=1, in_channels=4),
            Layer(),
            ListWithJoinsLayer(),
            ListWithJoinsLayer2(),
            ListWithJoinsLayer3(),
            nn.Conv2D(2, 1, in_channels=11),
        )
