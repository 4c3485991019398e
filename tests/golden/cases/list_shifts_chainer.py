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
    """A part of Mode."""

    def forward(self, x):
        if chainer.config.train:
            x = F.tanh(x)
        return x


class Mode(Stack):
    """Block Mode."""

    def __init__(self, in_channels, use=True):
        super().__init__()
        if use:
            self.append(L.Convolution2D(in_channels, 3, 1))
        self.append(Layer())
        self.append(L.Convolution2D(3 if use else in_channels, 4, 1))


class Reads1(chainer.Chain):
    """Part `1` of Reads."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.body = L.Convolution2D(in_channels, 3, 1)

    def forward(self, x, skip):
        return self.body(skip) + x


class Reads2(chainer.Chain):
    """Part `2` of Reads."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(3, 3, 1)

    def forward(self, x, skip):
        return self.a(x) * skip


class Reads(chainer.Chain):
    """Block Reads."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_link("0", L.Convolution2D(in_channels, 3, 1))
        self.add_link("1", Reads1(in_channels))
        self.add_link("2", Reads2())

    def forward(self, x):
        y = self["0"](x)
        y = self["1"](y, x)
        return self["2"](y, x)


class Held(chainer.Chain):
    """Block Held."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_link("0", L.Convolution2D(in_channels, 3, 1))
        self.add_link("1", L.BatchNormalization(3, eps=1e-5))
        self.add_link("2", L.Convolution2D(3, 4, 1))

    def forward(self, x):
        x = self["0"](x)
        if chainer.config.train:
            x = self["1"](x)
        return self["2"](x)


class ListShifts(chainer.Chain):
    """Lists whose numbers depend on arguments and that are no plain chains."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.mode = Mode(3)
            self.reads = Reads(3)
            self.held = Held(3)

    def forward(self, x):
        mode = self.mode(x)
        reads = self.reads(x)
        return F.concat((mode, reads, self.held(reads)), axis=1)
