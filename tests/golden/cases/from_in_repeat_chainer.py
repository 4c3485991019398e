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
    """Part `mix` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip, skip2):
        return self.conv(x) + skip + skip2


class LayerLayer(chainer.Chain):
    """Part `single` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) + skip


class Listed1(chainer.Chain):
    """Part `listed.1` of FromInRepeat."""

    def forward(self, x, skip):
        return F.tanh(x) * skip


class Listed(chainer.Chain):
    """Part `listed` of FromInRepeat."""

    def __init__(self):
        super().__init__()
        self.add_link("0", L.Convolution2D(4, 4, 1))
        self.add_link("1", Listed1())

    def forward(self, x, skip):
        x = self["0"](x)
        return self["1"](x, skip)


class FromInRepeat(chainer.Chain):
    """Copies of a repeat read nodes from outside the repeat."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(4, 4, 1)
            self.side = L.Convolution2D(4, 4, 1)
            self.mix = Stack(*(Layer() for _ in range(2)))
            self.single = Stack(*(LayerLayer() for _ in range(2)))
            self.listed = Listed()
            self.end = L.Convolution2D(12, 2, 1)

    def forward(self, x):
        x = self.stem(x)
        y = self.side(x)
        mix = y
        for layer in self.mix:
            mix = layer(mix, x, y)
        single = mix
        for layer in self.single:
            single = layer(single, x)
        x = F.concat((mix, single, self.listed(single, x)), axis=1)
        return self.end(x)
