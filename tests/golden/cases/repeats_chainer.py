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


class Unit(Stack):
    """Block Unit."""

    def __init__(self, in_channels, channels=4, stride=1):
        super().__init__(
            L.Convolution2D(in_channels, channels, 1, stride=stride), Apply(F.tanh)
        )


class Layer(chainer.Chain):
    """Part `growing` of Repeats."""

    def __init__(self, i):
        super().__init__()
        self.add_link("1", Stack(L.Convolution2D(4 + i * 2, 2, 1)))

    def forward(self, x):
        return F.concat((x, self["1"](x)), axis=1)


class NamedLayer(chainer.Chain):
    """Part `named` of Repeats."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 1)
            self.bn = L.BatchNormalization(4, eps=1e-5)

    def forward(self, x):
        return self.bn(self.conv(x))


class Repeats(chainer.Chain):
    """Copies by number and by name, of a node, a list and a mapping."""

    def __init__(self, count=2):
        super().__init__()
        with self.init_scope():
            self.single = Stack(*(L.Convolution2D(4, 4, 3, pad=1) for _ in range(2)))
            self.call = Stack(
                *(Unit(4 if i == 0 else 5, channels=5) for i in range(count))
            )
            self.index = Stack()
            channels = 5
            for i in range(3):
                self.index.append(Unit(channels, channels=4 + i))
                channels = 4 + i
            self.renamed = Stack()
            features = 6
            for stage in range(2):
                self.renamed.append(Unit(features, channels=(3, 4)[stage]))
                features = (3, 4)[stage]
            self.growing = NamedStack()
            for i in range(count + 1):
                self.growing.add_link(f"denselayer{i + 1}", Layer(i))
            self.listed = Stack(
                *(
                    Stack(
                        L.Convolution2D(count * 2 + 6 if i == 0 else 4, 4, 1),
                        L.BatchNormalization(4, eps=1e-5),
                        Apply(F.tanh),
                    )
                    for i in range(2)
                )
            )
            self.named = Stack(*(NamedLayer() for _ in range(2)))
            self.one = Stack(*(Unit(4, channels=3) for _ in range(1)))
            self.none = Stack(*(Apply(F.relu) for _ in range(3)))
            self.over = Stack()
            channels2 = 3
            for width, stride in ((4, 1), (6, 2)):
                self.over.append(Unit(channels2, channels=width, stride=stride))
                channels2 = width
            self.over_one = NamedStack()
            channels3 = 6
            for i, width in enumerate((3, 5)):
                self.over_one.add_link(f"w{width}_{i}", Unit(channels3, channels=width))
                channels3 = width

    def forward(self, x):
        x = self.single(x)
        x = self.call(x)
        x = self.index(x)
        x = self.renamed(x)
        x = self.growing(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.one(x)
        x = self.none(x)
        x = self.over(x)
        return self.over_one(x)
