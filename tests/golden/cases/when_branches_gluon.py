from mxnet import autograd
from mxnet import nd as F
from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """A part of Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__()
        self.body = nn.HybridSequential()
        if in_channels in pooled:
            self.body.add(nn.GlobalAvgPool2D())
        self.shortcut = nn.HybridSequential()
        if pooled[in_channels % 2] >= 3:
            self.shortcut.add(nn.Activation("tanh"))

    def hybrid_forward(self, F, x):
        shortcut = self.shortcut(x)
        return F.broadcast_add(self.body(x), shortcut)


class Shrinks(nn.HybridSequential):
    """Block Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__()
        self.add(Layer(in_channels, pooled))


class Optional(nn.HybridBlock):
    """Block Optional."""

    def __init__(self, in_channels):
        super().__init__()
        self.left = nn.Conv2D(3, 1, in_channels=in_channels)
        self.right = nn.Conv2D(3, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        branch2 = self.right(x)
        x = self.left(x) + branch2
        return F.broadcast_mul(x, branch2)


class WhenBranches(nn.Block):
    """Branches that a condition leaves out or shrinks, and nodes that read inside of
    them.
    """

    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2D(width, 1, in_channels=4)
        self.shrinks = Shrinks(width, (2, 3))
        self.inner = nn.Conv2D(width, 1, in_channels=width)
        self.main = nn.Conv2D(width, 1, in_channels=width)
        self.side = nn.Conv2D(width, 1, in_channels=width)
        self.extra = nn.Conv2D(2, 1, in_channels=width)
        self.optional = Optional(width)
        self.fc = nn.Dense(3, in_units=3 * 5 * 5)

    def forward(self, x):
        x = self.conv(x)
        shrinks = self.shrinks(x)
        x = self.inner(shrinks)
        y = F.broadcast_mul(x, shrinks)
        shortcut = self.side(y)
        x = F.flatten(self.optional(x + shortcut + shrinks))
        x = self.fc(x)
        if autograd.is_training():
            y = self.main(y) + shortcut
            other = self.extra(y)
            return (x, other)
        return x
