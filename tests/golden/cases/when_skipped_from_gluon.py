from mxnet.gluon import nn


class Layer(nn.HybridBlock):
    """Part `loop` of WhenSkippedFrom."""

    def hybrid_forward(self, F, x, skip):
        return skip


class WhenSkippedFrom(nn.HybridBlock):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False, side=True):
        super().__init__()
        self.stem = nn.Conv2D(4, 1, in_channels=3)
        self.extra = nn.Conv2D(4, 1, in_channels=4) if use else nn.HybridSequential()
        self.part = nn.Conv2D(2, 1, in_channels=4)
        self.back = nn.Conv2D(4, 1, in_channels=4)
        self.chosen = nn.Conv2D(4, 1, in_channels=4) if use else nn.HybridSequential()
        self.use_loop = side
        if side:
            self.loop = nn.HybridSequential()
            for _ in range(2):
                self.loop.add(Layer())

    def hybrid_forward(self, F, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        part = self.part(extra)
        back = self.back(extra)
        sum = extra + back + self.chosen(stem)
        if self.use_loop:
            for layer in self.loop:
                stem = layer(stem, x)
        return F.concat(sum, part, stem, dim=1)
