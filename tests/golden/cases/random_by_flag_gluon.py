from mxnet import autograd
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


class Tail(nn.Block):
    """Part `tail` of RandomByFlag."""

    def __init__(self):
        super().__init__()
        self.tanh = nn.Activation("tanh")
        setattr(self, "1", nn.Dropout(0.5))
        setattr(self, "2", nn.Conv2D(2, 1, in_channels=4))

    def forward(self, x):
        x = self.tanh(x)
        if not autograd.is_training():
            x = getattr(self, "1")(x)
        return getattr(self, "2")(x)


class RandomByFlag(nn.Block):
    """Nodes that are random with some arguments only, or in no mode at all."""

    def __init__(self, deep=True):
        super().__init__()
        self.stem = nn.Conv2D(4, 3, in_channels=3)
        self.conv = nn.Conv2D(4, 1, in_channels=4)
        self.drop = StochasticDepth(0.3) if deep else nn.Sequential()
        self.tail = Tail()

    def forward(self, x):
        x = self.stem(x)
        y = self.drop(self.conv(x))
        return self.tail(y + x)
