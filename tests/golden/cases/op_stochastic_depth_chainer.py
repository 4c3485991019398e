import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


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


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels, 3, pad=1)
            self.drop = StochasticDepth(drop_prob)

    def forward(self, x):
        y = self.drop(self.conv(x))
        return y + x


class Tail(Stack):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__(L.Linear(in_channels, 5), StochasticDepth(0.1), Apply(F.relu))


class Depth(chainer.Chain):
    """Network Depth."""

    def __init__(self, drop_prob=0.2):
        super().__init__()
        with self.init_scope():
            self.units = Stack(*(Unit(3, drop_prob * i / 3) for i in range(3)))
            self.whole = StochasticDepth(0.0) if drop_prob > 0 else F.identity
            self.tail = Tail(3 * 4 * 4)
            self.flat = StochasticDepth(0.5)

    def forward(self, x):
        x = self.whole(self.units(x))
        return self.flat(self.tail(F.reshape(x, (len(x), -1))))
