import paddle
from paddle import nn


class WhenSkippedFrom(nn.Layer):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False):
        super().__init__()
        self.stem = nn.Conv2D(3, 4, 1)
        self.extra = nn.Conv2D(4, 4, 1) if use else nn.Identity()
        self.side = nn.Conv2D(4, 2, 1)
        self.back = nn.Conv2D(4, 4, 1)
        self.chosen = nn.Conv2D(4, 4, 1) if use else nn.Identity()

    def forward(self, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        side = self.side(extra)
        back = self.back(extra)
        x = extra + back + self.chosen(stem)
        return paddle.concat((x, side), axis=1)
