import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


class Spatial(chainer.Chain):
    """Block Spatial."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.map = L.Convolution2D(in_channels, 1, 3, pad=1)

    def forward(self, x):
        y = F.sigmoid(self.map(x))
        return x * y


class Spread(chainer.Chain):
    """Block Spread."""

    def __init__(self, in_channels, width):
        super().__init__()
        with self.init_scope():
            self.fc = L.Convolution2D(in_channels, width, 1)
            self.narrow = L.Convolution2D(max(in_channels, width), 2, 1)

    def forward(self, x):
        x = x + self.fc(x)
        return self.narrow(x + x)


class Equal(chainer.Chain):
    """Block Equal."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.narrow = L.Convolution2D(in_channels, 1, 1)

    def forward(self, x, y):
        return self.narrow(x + y)


class Layer(chainer.Chain):
    """Part `wider` of Broadcast."""

    def __init__(self, channels, width):
        super().__init__()
        self.add_link("1", L.Convolution2D(channels, width, 1))

    def forward(self, x):
        return x + self["1"](x)


class Broadcast(chainer.Chain):
    """add and mul broadcast sizes of 1, wherever they stand."""

    def __init__(self, width=3):
        super().__init__()
        with self.init_scope():
            self.fc = L.Convolution2D(4, 4, 1)
            self.spatial = Spatial(4)
            self.one = L.Convolution2D(4, 1, 1)
            self.spread = Spread(1, width)
            self.equal = Equal(2)
            self.wider = Stack()
            channels = 1
            for _ in range(2):
                self.wider.append(Layer(channels, width))
                channels = max(channels, width)
            self.last = L.Convolution2D(max(1, width), 2, 1)

    def forward(self, x):
        y = F.sigmoid(self.fc(F.average(x, axis=(2, 3), keepdims=True)))
        x = x * y
        first = F.average(x, axis=(2, 3), keepdims=True) + F.relu(x)
        rows = adaptive_average_pooling(first, (5, 1))
        x = rows * adaptive_average_pooling(first, (1, 6))
        x = x + rows + first
        shortcut = F.average(x, axis=(2, 3), keepdims=True)
        x = self.spatial(x + shortcut)
        one = self.one(x)
        x = self.spread(one)
        equal = self.equal(x, x)
        x = one + self.wider(equal) + equal
        return self.last(x)
