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


class RepeatEmpty(chainer.Chain):
    """Copies that hold nothing, since a condition in them is known to be false."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.row = Stack(*(Stack(Apply(F.tanh)) for _ in range(2)))
            self.none = Stack(*(Stack() for _ in range(2)))
            self.conv = L.Convolution2D(3, 2, 1)

    def forward(self, x):
        x = self.row(x)
        x = self.none(x)
        return self.conv(x)
