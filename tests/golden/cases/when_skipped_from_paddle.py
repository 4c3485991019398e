import paddle
from paddle import nn


class Layer(nn.Layer):
    """Part `loop` of WhenSkippedFrom."""

    def forward(self, x, skip):
        return skip


class WhenSkippedFrom(nn.Layer):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False, side=True):
        super().__init__()
        self.stem = nn.Conv2D(3, 4, 1)
        self.extra = nn.Conv2D(4, 4, 1) if use else nn.Identity()
        self.part = nn.Conv2D(4, 2, 1)
        self.back = nn.Conv2D(4, 4, 1)
        self.chosen = nn.Conv2D(4, 4, 1) if use else nn.Identity()
        self.use_loop = side
        if side:
            self.loop = nn.Sequential(*(Layer() for _ in range(2)))

    def forward(self, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        part = self.part(extra)
        back = self.back(extra)
        sum = extra + back + self.chosen(stem)
        if self.use_loop:
            for layer in self.loop:
                stem = layer(stem, x)
        return paddle.concat((sum, part, stem), axis=1)
