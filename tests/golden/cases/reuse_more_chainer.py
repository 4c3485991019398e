import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


def padded_max_pooling(x, ksize, pads, stride=None):
    """Max pooling after pads of ((top, bottom), (left, right)) that never win."""
    pads = ((0, 0), (0, 0), *pads)
    x = F.pad(x, pads, "constant", constant_values=float("-inf"))
    return F.max_pooling_2d(x, ksize, stride, cover_all=False)


class Two(chainer.Chain):
    """Block Two."""

    def __init__(self, in_channels, y_channels):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, 4, 1)
            self.b = L.Convolution2D(y_channels, 4, 1)

    def forward(self, x, y):
        a = self.a(x)
        return a * self.b(y)


class Pair(chainer.Chain):
    """Block Pair."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, 4, 1)
            self.b = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        p = self.a(x)
        return (p, self.b(p))


class Grow(chainer.Chain):
    """Block Grow."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.d = L.Convolution2D(in_channels, 2, 1)
            self.e = L.Convolution2D(in_channels + 2, in_channels * 2, 1)

    def forward(self, x):
        x = F.concat((x, self.d(x)), axis=1)
        return self.e(x)


class Seq(chainer.Chain):
    """Part `seq` of ReuseMore."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.c = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) * skip


class Layer(chainer.Chain):
    """Part `rep` of ReuseMore."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.c = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip):
        return self.c(x) + skip


class ReuseMore(chainer.Chain):
    """Reuse of what reads and gives several values, on images of other sizes."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.c1 = L.Convolution2D(4, 4, 1)
            self.c2 = L.Convolution2D(4, 4, 1)
            self.two = Two(4, 4)
            self.pair = Pair(4)
            self.seq = Seq()
            self.rep = Stack(*(Layer() for _ in range(2)))
            self.grow = Stack()
            channels = 4
            for _ in range(2):
                self.grow.append(Grow(channels))
                channels = channels * 2
            self.back = L.Convolution2D(16, 4, 3, pad=1)
            self.asym = L.Convolution2D(16, 16, 2)

    def forward(self, x):
        c1 = self.c1(x)
        c2 = self.c2(c1)
        two = self.two(c1, c2)
        two2 = self.two(c2, x)
        pair, q = self.pair(two)
        p, x = self.pair(two2)
        x = pair + x + p + q
        y = self.seq(x, x)
        x = self.seq(y, x)
        for layer in self.rep:
            x = layer(x, c1)
        for layer in self.rep:
            x = layer(x, c1)
        x = self.grow(x)
        x = self.back(x)
        x = self.grow(x)
        x = self.asym(F.pad(x, ((0, 0), (0, 0), (1, 0), (0, 0)), "constant"))
        x = padded_max_pooling(x, 3, stride=1, pads=((1, 0), (0, 1)))
        x = self.asym(F.pad(x, ((0, 0), (0, 0), (1, 0), (0, 0)), "constant"))
        return padded_max_pooling(x, 3, stride=1, pads=((1, 0), (0, 1)))
