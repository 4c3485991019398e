import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Layer(chainer.Chain):
    """Part `loop` of WhenSkippedFrom."""

    def forward(self, x, skip):
        return skip


class WhenSkippedFrom(chainer.Chain):
    """From a node that is left out one gets what it would have read."""

    def __init__(self, use=False, side=True):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, 4, 1)
            self.extra = L.Convolution2D(4, 4, 1) if use else F.identity
            self.part = L.Convolution2D(4, 2, 1)
            self.back = L.Convolution2D(4, 4, 1)
            self.chosen = L.Convolution2D(4, 4, 1) if use else F.identity
            self.use_loop = side
            if side:
                self.loop = Stack(*(Layer() for _ in range(2)))

    def forward(self, x):
        stem = self.stem(x)
        extra = self.extra(stem)
        part = self.part(extra)
        back = self.back(extra)
        sum = extra + back + self.chosen(stem)
        if self.use_loop:
            for layer in self.loop:
                stem = layer(stem, x)
        return F.concat((sum, part, stem), axis=1)
