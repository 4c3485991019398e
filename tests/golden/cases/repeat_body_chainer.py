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


class Layer(chainer.Chain):
    """Block Layer."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        with self.init_scope():
            self.norm = L.BatchNormalization(in_channels, eps=1e-5)
            self.conv = L.Convolution2D(in_channels, growth, 3, pad=1)

    def forward(self, x):
        y = self.conv(self.norm(x))
        return F.concat((x, y), axis=1)


class Dense(NamedStack):
    """Block Dense."""

    def __init__(self, in_channels, layers, growth=2):
        super().__init__()
        for i in range(layers):
            self.add_link(
                f"denselayer{i + 1}", Layer(in_channels + i * growth, growth=growth)
            )


class Convs(Stack):
    """Block Convs."""

    def __init__(self, in_channels, layers):
        super().__init__(
            *(
                L.Convolution2D(in_channels if i == 0 else 4, 4, 1)
                for i in range(layers)
            )
        )


class RepeatBody(chainer.Chain):
    """A repeat is the whole body of a block."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.dense1 = Dense(4, 3)
            self.dense2 = Dense(10, 2, growth=3)
            self.stack = Convs(16, 2)
            self.last = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        x = self.dense1(x)
        x = self.dense2(x)
        x = self.stack(x)
        return self.last(x)
