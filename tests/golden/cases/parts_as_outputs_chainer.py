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


class Trunk(chainer.Chain):
    """Block Trunk."""

    def __init__(self, in_channels, w=4):
        super().__init__()
        self.add_link(
            "my-list",
            Stack(
                L.Convolution2D(in_channels, w, 1),
                L.BatchNormalization(w, eps=1e-5),
                Apply(F.relu),
                Stack(L.Convolution2D(w, w, 1), Apply(F.relu), Apply(F.tanh)),
                Apply(F.dropout),
                Apply(F.relu),
            ),
        )
        with self.init_scope():
            self.side = Stack(L.Convolution2D(w, w, 1), Apply(F.tanh), Apply(F.relu))

    def forward(self, x):
        for layer in self["my-list"][:2]:
            x = layer(x)
        y = self["my-list"][2](x)
        mid = self["my-list"][3][0](y)
        y = mid
        for layer in self["my-list"][3][1:]:
            y = layer(y)
        for layer in self["my-list"][4:]:
            y = layer(y)
        s = self.side[0](y)
        z = s
        for layer in self.side[1:]:
            z = layer(z)
        return (x, mid, s, y + z)


class PartsAsOutputs(chainer.Chain):
    """Outputs inside of seqs, of a block, in a branch, and of lists in lists."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.trunk = Trunk(3, w=5)
            self.again = Trunk(5)

    def forward(self, x):
        a, mid, _, b = self.trunk(x)
        _, _, c, d = self.again(mid)
        return (a, b, c, d)
