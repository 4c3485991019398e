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


class Unit(Stack):
    """Block Unit."""

    def __init__(self, in_channels, channels, norm=True, act=True):
        super().__init__()
        self.append(L.Convolution2D(in_channels, channels, 1))
        if norm:
            self.append(L.BatchNormalization(channels, eps=1e-5))
        if act:
            self.append(Apply(F.relu))
        self.append(L.Convolution2D(channels, channels, 1))


class Layer(chainer.Chain):
    """Part `c` of WhenList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        return self.body(x) + x


class WhenList(chainer.Chain):
    """In a list, what is left out takes no number."""

    def __init__(self, norm=False, deep=True):
        super().__init__()
        with self.init_scope():
            self.a = Unit(4, 4, norm=norm)
            self.b = Unit(4, 4, act=False)
            self.c = Stack()
            if norm:
                self.c.append(L.BatchNormalization(4, eps=1e-5))
            self.c.append(L.Convolution2D(4, 4, 1))
            if deep:
                self.c.append(Stack(L.Convolution2D(4, 4, 1)))
            if not deep:
                self.c.append(Unit(4, 4))
            if deep:
                self.c.append(Layer())
            channels = 4
            for i in range(2):
                if i == 1:
                    self.c.append(L.BatchNormalization(channels, eps=1e-5))
                self.c.append(L.Convolution2D(channels, 3 + i, 1))
                channels = 3 + i
            self.c.append(L.Convolution2D(4, 2, 1))

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
