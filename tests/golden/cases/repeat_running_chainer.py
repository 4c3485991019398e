import chainer
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class InnerLayer(chainer.Chain):
    """Part `outer.inner` of RunningWithin."""

    def __init__(self, channels, width):
        super().__init__()
        with self.init_scope():
            self.unit = Stack(L.Convolution2D(channels, width, 1))

    def forward(self, x):
        return self.unit(x)


class Layer(chainer.Chain):
    """Part `outer` of RunningWithin."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.inner = Stack()
            channels = 3 if i == 0 else 5
            for width in (4, 5):
                self.inner.append(InnerLayer(channels, width))
                channels = width

    def forward(self, x):
        return self.inner(x)


class RunningWithin(chainer.Chain):
    """A size that runs along a repeat inside of another one, and on from there."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.outer = Stack(*(Layer(i) for i in range(2)))
            self.fc = L.Convolution2D(5, 2, 1)

    def forward(self, x):
        x = self.outer(x)
        return self.fc(x)
