import chainer
import chainer.functions as F
import chainer.links as L


class StochasticDepth(chainer.Link):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(len(x), *[1] * (x.ndim - 1)) < keep
        return x * (kept / keep).astype(x.dtype)


class Tail(chainer.Chain):
    """Part `tail` of RandomByFlag."""

    def __init__(self):
        super().__init__()
        self.add_link("2", L.Convolution2D(4, 2, 1))

    def forward(self, x):
        x = F.tanh(x)
        if not chainer.config.train:
            x = F.dropout(x)
        return self["2"](x)


class RandomByFlag(chainer.Chain):
    """Nodes that are random with some arguments only, or in no mode at all."""

    def __init__(self, deep=True):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, 4, 3)
            self.conv = L.Convolution2D(4, 4, 1)
            self.drop = StochasticDepth(0.3) if deep else F.identity
            self.tail = Tail()

    def forward(self, x):
        x = self.stem(x)
        y = self.drop(self.conv(x))
        return self.tail(y + x)
