import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class NamedStack(chainer.Chain):
    """Applies its links in the order in which they were added."""

    def __init__(self):
        super().__init__()
        self.names = []

    def add_link(self, name, link):
        super().add_link(name, link)
        self.names.append(name)

    def append(self, link):
        self.add_link(str(sum(map(str.isdigit, self.names))), link)

    def __iter__(self):
        return (self[name] for name in self.names)

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
        self.add_link("block1-0", L.Convolution2D(in_channels, 4, 1))
        self.add_link("bn-0", L.BatchNormalization(4, eps=1e-5))

    def forward(self, x):
        return self["bn-0"](F.relu(self["block1-0"](x)))


class List(Stack):
    """Block List."""

    def __init__(self, in_channels):
        super().__init__(L.Convolution2D(in_channels, 4, 1), Apply(F.relu))


class Group0(chainer.Chain):
    """Part `group-0` of Names."""

    def __init__(self):
        super().__init__()
        self.add_link("inner-0", L.Convolution2D(4, 4, 1))
        self.add_link("inner-1", L.BatchNormalization(4, eps=1e-5))

    def forward(self, x):
        return self["inner-1"](self["inner-0"](x))


class Cond0(chainer.Chain):
    """Part `cond-0` of Names."""

    def __init__(self):
        super().__init__()
        self.add_link("a-0", L.Convolution2D(4, 4, 1))

    def forward(self, x):
        return self["a-0"](x)


class Names(chainer.Chain):
    """Names that are no identifiers, and names that a local variable or a module has
    too.
    """

    def __init__(self, forward_width=4):
        super().__init__()
        self.add_link("conv1-0", L.Convolution2D(3, forward_width, 3, pad=1))
        self.add_link("bn-0", L.BatchNormalization(forward_width, eps=1e-5))
        self.add_link("unit-0", Unit(forward_width))
        self.add_link("list-0", List(4))
        self.add_link("group-0", Group0())
        self.add_link("listed-0", Stack(L.Convolution2D(4, 4, 1), Apply(F.relu)))
        layer = NamedStack()
        for i in range(2):
            layer.add_link(f"copy-{i}", Unit(4))
        self.add_link("rep-0", layer)
        self.add_link("cond-0", Cond0() if forward_width > 3 else Apply(F.identity))
        with self.init_scope():
            self.y = L.Convolution2D(4, 4, 1)
            self.z = L.Convolution2D(4, 4, 1)
            self.skip = L.Convolution2D(4, 4, 1)
            self._private = L.Convolution2D(4, 4, 1)
            self.Upper = L.Convolution2D(4, 4, 1)
            self.add_link("r-0", L.Convolution2D(4, 4, 1))
            self.add_link("s-0", L.BatchNormalization(4, eps=1e-5))

    def forward(self, x):
        x = self["bn-0"](self["conv1-0"](x))
        x = self["unit-0"](x)
        y = self["list-0"](x)
        y = self["group-0"](y)
        y = self["listed-0"](y)
        y = self["rep-0"](y)
        y = self["cond-0"](y)
        other = self.y(y)
        x = other + self.z(other) + x
        x = self.skip(x)
        x = self._private(x)
        x = self.Upper(x)
        shortcut = self["s-0"](x)
        x = self["r-0"](x) + shortcut
        return (x + shortcut, other)
