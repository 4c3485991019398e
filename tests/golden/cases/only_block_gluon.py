from mxnet import autograd
from mxnet.gluon import nn


class Trunk(nn.Block):
    """Block Trunk."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(4, 1, in_channels=in_channels)
        self.side = nn.Conv2D(2, 1, in_channels=4)
        self.last = nn.Conv2D(4, 1, in_channels=4)

    def forward(self, x):
        conv = self.conv(x)
        x = self.last(conv)
        if autograd.is_training():
            aux = self.side(conv)
            return (x, aux)
        return (x, None)


class OnlyBlock(nn.Block):
    """A block whose second output exists in training only."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk(3)
        self.relu = nn.Activation("relu")

    def forward(self, x):
        out, aux = self.trunk(x)
        x = self.relu(out)
        if autograd.is_training():
            return (x, aux)
        return x
