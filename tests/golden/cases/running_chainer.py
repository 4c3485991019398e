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


class Halve(chainer.Chain):
    """Block Halve."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels // 2 + 1, 3, pad=1)

    def forward(self, x):
        return F.average_pooling_2d(self.conv(x), 2)


class Grow(chainer.Chain):
    """Block Grow."""

    def __init__(self, in_channels, growth=2):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, growth, 1)

    def forward(self, x):
        return F.concat((x, self.conv(x)), axis=1)


class Layer(chainer.Chain):
    """Part `doubles` of Running."""

    def forward(self, x):
        return F.concat((x, F.tanh(x)), axis=1)


class Running(chainer.Chain):
    """Channels and sizes that run along a repeat."""

    def __init__(self, count=3):
        super().__init__()
        with self.init_scope():
            self.halves = Stack()
            channels = 8
            for _ in range(3):
                self.halves.append(Halve(channels))
                channels = channels // 2 + 1
            self.grows = Stack(*(Grow(2 + i * 3, growth=3) for i in range(count)))
            self.doubles = Stack()
            for _ in range(2):
                self.doubles.append(Layer())
            self.widths = Stack()
            channels2 = (2 + count * 3) * 2 * 2
            for width in (4, 6, 5):
                self.widths.append(L.Convolution2D(channels2, width, 1))
                channels2 = width
            self.units = Stack()
            channels3 = 5 * 3 * 3
            for units in (7, 5):
                self.units.append(Stack(L.Linear(channels3, units), Apply(F.tanh)))
                channels3 = units
            self.fc = L.Linear(5, 3)

    def forward(self, x):
        x = self.halves(x)
        x = self.grows(x)
        x = self.doubles(x)
        x = self.widths(x)
        x = self.units(F.reshape(x, (len(x), -1)))
        return self.fc(x)
