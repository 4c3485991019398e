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

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(
            L.Convolution2D(in_channels, channels, 1, stride=stride), Apply(F.tanh)
        )


class Layer(chainer.Chain):
    """Part `levels` of RepeatNested."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.inner = Stack(
                *(Unit((5 if i == 0 else 4) if j == 0 else 5, 5) for j in range(2))
            )
            self.conv = L.Convolution2D(5, 4, 1)

    def forward(self, x):
        x = self.inner(x)
        return self.conv(x)


class LayerLayer(chainer.Chain):
    """Part `shadow` of RepeatNested."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.again = Stack()
            channels4 = 4
            for j in range(2):
                self.again.append(Unit(channels4, 3 + j))
                channels4 = 3 + j

    def forward(self, x):
        return self.again(x)


class RepeatNested(chainer.Chain):
    """Repeats in repeats; the inner one of an outer opens no level."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.flat = NamedStack()
            channels = 4
            for stage, (width, depth) in enumerate(((4, 2), (6, 1))):
                for i in range(depth):
                    self.flat.add_link(
                        f"unit{stage + 1}_{i + 1}",
                        Unit(
                            channels if i == 0 else width,
                            width,
                            stride=2 if i == 0 and stage == 1 else 1,
                        ),
                    )
                channels = width
            self.numbered = Stack()
            features = 6
            for j in range(2):
                for i in range(3):
                    self.numbered.append(
                        L.Convolution2D(features if i == 0 else j + 4, j + 4, 1)
                    )
                features = j + 4
            self.levels = Stack(*(Layer(i) for i in range(2)))
            self.lists = Stack()
            channels2 = 4
            for i in range(2):
                layer = Stack()
                channels3 = channels2
                for k in range(2):
                    layer.append(Unit(channels3, i + k + 2))
                    channels3 = i + k + 2
                layer.append(L.BatchNormalization(i + 3, eps=1e-5))
                self.lists.append(layer)
                channels2 = i + 3
            self.shadow = Stack(*(Stack(LayerLayer()) for _ in range(2)))

    def forward(self, x):
        x = self.flat(x)
        x = self.numbered(x)
        x = self.levels(x)
        x = self.lists(x)
        return self.shadow(x)
