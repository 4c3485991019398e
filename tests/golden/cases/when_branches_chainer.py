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


class Layer(chainer.Chain):
    """A part of Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__()
        with self.init_scope():
            if in_channels in pooled:
                self.body = Stack(Apply(F.average, axis=(2, 3), keepdims=True))
            else:
                self.body = F.identity
            if pooled[in_channels % 2] >= 3:
                self.shortcut = Stack(Apply(F.tanh))
            else:
                self.shortcut = F.identity

    def forward(self, x):
        shortcut = self.shortcut(x)
        return self.body(x) + shortcut


class Shrinks(Stack):
    """Block Shrinks."""

    def __init__(self, in_channels, pooled):
        super().__init__(Layer(in_channels, pooled))


class Optional(chainer.Chain):
    """Block Optional."""

    def __init__(self, in_channels):
        super().__init__()
        with self.init_scope():
            self.left = L.Convolution2D(in_channels, 3, 1)
            self.right = L.Convolution2D(in_channels, 3, 1)

    def forward(self, x):
        branch2 = self.right(x)
        x = self.left(x) + branch2
        return x * branch2


class WhenBranches(chainer.Chain):
    """Branches that a condition leaves out or shrinks, and nodes that read inside of
    them.
    """

    def __init__(self, width=3):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, width, 1)
            self.shrinks = Shrinks(width, (2, 3))
            self.inner = L.Convolution2D(width, width, 1)
            self.main = L.Convolution2D(width, width, 1)
            self.side = L.Convolution2D(width, width, 1)
            self.extra = L.Convolution2D(width, 2, 1)
            self.optional = Optional(width)
            self.fc = L.Linear(3 * 5 * 5, 3)

    def forward(self, x):
        x = self.conv(x)
        shrinks = self.shrinks(x)
        x = self.inner(shrinks)
        y = x * shrinks
        shortcut = self.side(y)
        x = self.optional(x + shortcut + shrinks)
        x = self.fc(F.reshape(x, (len(x), -1)))
        if chainer.config.train:
            y = self.main(y) + shortcut
            other = self.extra(y)
            return (x, other)
        return x
