from mxnet.gluon import nn


class StochasticDepth(nn.HybridBlock):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def hybrid_forward(self, F, x):
        # Dropout follows the mode by itself: a branch on it would be kept by hybridize.
        rows = F.Dropout(F.reshape(x, (0, -1)), p=self.drop_prob, axes=(1,))
        return F.reshape_like(rows, x)


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 3, padding=1, in_channels=in_channels)
        self.drop = StochasticDepth(drop_prob)

    def hybrid_forward(self, F, x):
        y = self.drop(self.conv(x))
        return y + x


class Tail(nn.HybridSequential):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Dense(5, in_units=in_channels),
            StochasticDepth(0.1),
            nn.Activation("relu"),
        )


class Depth(nn.HybridBlock):
    """Network Depth."""

    def __init__(self, drop_prob=0.2):
        super().__init__()
        self.units = nn.HybridSequential()
        for i in range(3):
            self.units.add(Unit(3, drop_prob * i / 3))
        self.whole = StochasticDepth(0.0) if drop_prob > 0 else nn.HybridSequential()
        self.tail = Tail(3 * 4 * 4)
        self.flat = StochasticDepth(0.5)

    def hybrid_forward(self, F, x):
        x = F.flatten(self.whole(self.units(x)))
        return self.flat(self.tail(x))
