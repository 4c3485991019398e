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


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Vgg(Stack):
    """Block Vgg."""

    def __init__(self, in_channels):
        super().__init__()
        self.append(L.Convolution2D(in_channels, 4, 1))
        channels = 4
        for width in (4, 6):
            for j in range(2):
                self.append(
                    L.Convolution2D(channels if j == 0 else width, width, 3, pad=1)
                )
                self.append(Apply(F.relu))
            self.append(Apply(F.max_pooling_2d, ksize=2, cover_all=False))
            channels = width
        self.append(Apply(flatten))


class Layer(chainer.Chain):
    """Part `features` of RepeatSpliced."""

    def __init__(self, i):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(5 if i == 0 else 3, 3, 1)
            self.bn = L.BatchNormalization(3, eps=1e-5)

    def forward(self, x):
        return self.bn(self.conv(x))


class RepeatSpliced(chainer.Chain):
    """An unnamed repeat in a list puts its copies into the list."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.features = NamedStack()
            self.features.append(L.Convolution2D(3, 3, 1))
            for i in range(2):
                self.features.append(L.Convolution2D(3 if i == 0 else 4, 4, 1))
            for i in range(2):
                self.features.append(L.Convolution2D(4 if i == 0 else 5, 5, 1))
                self.features.append(Apply(F.relu))
            for i in range(2):
                self.features.append(Layer(i))
            self.features.append(L.BatchNormalization(3, eps=1e-5))
            channels = 3
            for i in range(2):
                self.features.add_link(f"last{i}", L.Convolution2D(channels, 3 + i, 1))
                channels = 3 + i
            for i in range(2):
                self.features.add_link(
                    f"pair{i}",
                    Stack(L.Convolution2D(4 if i == 0 else 3, 3, 1), Apply(F.tanh)),
                )
            self.vgg = Vgg(3)
            self.fc = L.Linear(24, 3)

    def forward(self, x):
        x = self.features(x)
        x = self.vgg(x)
        return self.fc(x)
