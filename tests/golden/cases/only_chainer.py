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


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, 4, 1)
            self.bias = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        x = self.conv(x)
        if chainer.config.train:
            x = F.tanh(x)
        if not chainer.config.train:
            x = self.bias(x)
        return x


class Listed(chainer.Chain):
    """Block Listed."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_link("0", L.Convolution2D(in_channels, 4, 1))
        self.add_link("2", L.Convolution2D(4, 4, 1))

    def forward(self, x):
        x = self["0"](x)
        if chainer.config.train:
            x = F.sigmoid(x)
        return self["2"](x)


class Head(chainer.Chain):
    """Block Head."""

    def __init__(self, in_channels, units):
        super().__init__()
        with self.init_scope():
            self.fc = L.Linear(in_channels, units)

    def forward(self, x):
        x = F.average(x, axis=(2, 3))
        return self.fc(x)


class Only(chainer.Chain):
    """Nodes and outputs of one mode, in the network and in a block."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.unit = Unit(3)
            self.listed = Listed(4)
            self.group = Stack(L.Convolution2D(4, 4, 1), Apply(F.relu))
            self.sum_body = L.Convolution2D(4, 4, 1)
            self.side = Head(4, 3)
            self.extra = L.Convolution2D(4, 5, 1)
            self.mean = Head(5, 2)

    def forward(self, x):
        unit = self.unit(x)
        listed = self.listed(unit)
        x = listed
        if chainer.config.train:
            x = self.group(listed)
        if not chainer.config.train:
            x = self.sum_body(x) + x
        if not chainer.config.train:
            calm = F.softmax(x, axis=1)
            x = calm
        map = self.extra(listed)
        y = self.mean(map)
        if chainer.config.train:
            aux = self.side(unit)
            return (y, x, aux)
        return (y, x, map)
