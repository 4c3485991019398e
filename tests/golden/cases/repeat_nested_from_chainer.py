import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class InnerLayer(chainer.Chain):
    """Part `channels.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4 + i * 3 if j == 0 else i * 3 + 7, 3, 1)

    def forward(self, x, skip):
        return F.concat((skip, self.conv(x)), axis=1)


class Layer(chainer.Chain):
    """Part `channels` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.inner = Stack(*(InnerLayer(i, j) for j in range(3)))

    def forward(self, x):
        x = F.tanh(x)
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return F.tanh(y)


class LayerInnerLayer(chainer.Chain):
    """Part `sides.inner` of RepeatNestedFrom."""

    def __init__(self, i, j):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D((10 if i == 0 else 4) if j == 0 else 4, 4, 1)
            self.side = L.Convolution2D(10 if i == 0 else 4, 4, 1)

    def forward(self, x, skip):
        conv = self.conv(x)
        return conv + self.side(skip)


class SidesLayer(chainer.Chain):
    """Part `sides` of RepeatNestedFrom."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.inner = Stack(*(LayerInnerLayer(i, j) for j in range(2)))

    def forward(self, x):
        x = F.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
        y = x
        for layer in self.inner:
            y = layer(y, x)
        return y


class RepeatNestedFrom(chainer.Chain):
    """Copies of an inner repeat read values of the outer copy that they are in."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.channels = Stack(*(Layer(i) for i in range(2)))
            self.sides = Stack(*(SidesLayer(i) for i in range(2)))
            self.last = L.Convolution2D(4, 2, 1)

    def forward(self, x):
        x = self.channels(x)
        x = self.sides(x)
        return self.last(x)
