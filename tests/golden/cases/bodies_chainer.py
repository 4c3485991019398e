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


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels, channels=4):
        super().__init__(
            L.Convolution2D(in_channels, channels, 3, pad=1), Apply(F.relu)
        )


class Named(chainer.Chain):
    """Block Named."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, in_channels + 1, 1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Single(Stack):
    """Block Single."""

    def __init__(self, in_channels):
        super().__init__(L.Convolution2D(in_channels, 3, 1))


class Nothing(Stack):
    """Block Nothing."""


class NamedSeq(chainer.Chain):
    """Part `named_seq` of Bodies."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 1)
            self.bn = L.BatchNormalization(4, eps=1e-5)

    def forward(self, x):
        return F.tanh(self.bn(self.conv(x)))


class Layer(chainer.Chain):
    """Part `listed_seq` of Bodies."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.inner = L.Convolution2D(5, 2, 1)

    def forward(self, x):
        return self.inner(x)


class Bodies(chainer.Chain):
    """Mappings, lists and nothing as the body of a class and of a group."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.named_seq = NamedSeq()
            self.listed_seq = Stack(
                L.Convolution2D(4, 5, 1),
                L.BatchNormalization(5, eps=1e-5),
                Layer(),
                Stack(Stack(Apply(F.relu), L.Convolution2D(2, 3, 1))),
            )
            self.empty = Stack()
            self.listed = Listed(3)
            self.named = Named(4)
            self.single = Single(5)
            self.nothing = Nothing()

    def forward(self, x):
        x = self.named_seq(x)
        x = self.listed_seq(x)
        x = self.empty(x)
        x = self.listed(x)
        x = self.named(x)
        x = self.single(x)
        return self.nothing(x)
