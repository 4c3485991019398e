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


def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)


def hard_swish(x):
    """x times x / 6 + 1 / 2, the latter clipped to 0 and 1."""
    return x * F.relu6(x + 3) / 6


class Layer(chainer.Chain):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.concat((F.relu(x), x), axis=1)


class JoinLayer(chainer.Chain):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.leaky_relu(x, slope=0.01) + x


class LayerLayer(chainer.Chain):
    """Part `join` of BnReadTwice."""

    def forward(self, x):
        return F.relu(x) + F.elu(x)


class UnitsLayerLayer(chainer.Chain):
    """Part `units` of BnReadTwice."""

    def forward(self, x):
        return hard_swish(x) * x * silu(x)


class BnReadTwice(chainer.Chain):
    """The branches of a join read what a bn gives, so none of them may overwrite it."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.join = Stack(
                L.BatchNormalization(3, eps=1e-5),
                Layer(),
                L.BatchNormalization(6, eps=1e-5),
                JoinLayer(),
                L.BatchNormalization(6, eps=1e-5),
                Stack(LayerLayer()),
                L.BatchNormalization(6, eps=1e-5),
                Apply(F.relu6),
            )
            self.units = Stack(
                *(
                    Stack(L.BatchNormalization(6, eps=1e-5), UnitsLayerLayer())
                    for _ in range(2)
                )
            )

    def forward(self, x):
        x = self.join(x)
        return self.units(x)
