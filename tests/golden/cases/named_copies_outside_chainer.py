import chainer
import chainer.links as L


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


class Layer(chainer.Chain):
    """Part `gates` of NamedCopies."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 1)

    def forward(self, x, skip):
        return self.conv(x) * skip


class NamedCopies(chainer.Chain):
    """Named copies that read a value from outside their repeat."""

    def __init__(self, depth=2):
        super().__init__()
        with self.init_scope():
            self.stem = L.Convolution2D(3, 4, 1)
            self.gates = NamedStack()
            for i in range(depth):
                self.gates.add_link(f"gate{i}", Layer())

    def forward(self, x):
        x = self.stem(x)
        y = x
        for layer in self.gates:
            y = layer(y, x)
        return y
