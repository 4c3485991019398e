from mxnet.gluon import nn


class WhenSkippedFrom(nn.HybridBlock):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False):
        super().__init__()
        self.stem = nn.Conv2D(4, 1, in_channels=3)
        self.extra = nn.Conv2D(4, 1, in_channels=4) if use else nn.HybridSequential()
        self.side = nn.Conv2D(2, 1, in_channels=4)
        self.back = nn.Conv2D(4, 1, in_channels=4)
        self.chosen = nn.Conv2D(4, 1, in_channels=4) if use else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        side = self.side(extra)
        back = self.back(extra)
        x = extra + back + self.chosen(stem)
        return F.concat(x, side, dim=1)
