from paddle import nn
from paddle.nn import functional as F


class Trunk(nn.Layer):
    """Block Trunk."""

    def __init__(self, in_channels):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 4, 1)
        self.side = nn.Conv2D(4, 2, 1)
        self.last = nn.Conv2D(4, 4, 1)

    def forward(self, x):
        conv = self.conv(x)
        x = self.last(conv)
        if self.training:
            aux = self.side(conv)
            return (x, aux)
        return (x, None)


class OnlyBlock(nn.Layer):
    """A block whose second output exists in training only."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk(3)

    def forward(self, x):
        out, aux = self.trunk(x)
        x = F.relu(out)
        if self.training:
            return (x, aux)
        return x
