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


class OnlyWithOutput(chainer.Chain):
    """A join that acts in inference alone, of which one branch is an output in both
    modes.
    """

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.join_0 = L.BatchNormalization(2, eps=1e-5)
            self.side = L.Convolution2D(2, 2, 1)
            self.join_2 = Stack(Apply(F.tanh), L.BatchNormalization(2, eps=1e-5))
            self.fit = L.Convolution2D(2, 3, 1)

    def forward(self, x):
        side = self.side(x)
        if not chainer.config.train:
            branch1 = self.join_0(x)
            branch3 = self.join_2(x)
            x = branch1 * side * branch3
        return (self.fit(x), side)
