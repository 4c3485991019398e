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

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Layer(chainer.Chain):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = L.Convolution2D(4, 4, 3, pad=1)

    def forward(self, x):
        return self.body(x) + x


class ListWithJoinsLayer(chainer.Chain):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(L.Convolution2D(4, 6, 1), Apply(F.relu))
            self.shortcut = L.Convolution2D(4, 6, 1)

    def forward(self, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class Layer2(chainer.Chain):
    """Part `2` of ListWithJoins."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.b = L.Convolution2D(6, 3, 1)

    def forward(self, x):
        return self.b(F.tanh(x))


class ListWithJoinsLayer2(chainer.Chain):
    """A part of ListWithJoins."""

    def __init__(self):
        super().__init__()
        self.add_link("1", Unit(6, channels=2))
        self.add_link("2", Layer2())

    def forward(self, x):
        return F.concat((x, self["1"](x), self["2"](x)), axis=1)


class ListWithJoinsLayer3(chainer.Chain):
    """A part of ListWithJoins."""

    def forward(self, x):
        return F.sigmoid(x) * x


class ListWithJoins(Stack):
    """In a list a join takes one number, and its branches hold seqs and calls."""

    def __init__(self):
        super().__init__(
            L.Convolution2D(4, 4, 3, pad=1),
            Layer(),
            ListWithJoinsLayer(),
            ListWithJoinsLayer2(),
            ListWithJoinsLayer3(),
            L.Convolution2D(11, 2, 1),
        )
