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

    def __init__(self, in_channels, channels=4):
        super().__init__(L.Convolution2D(in_channels, channels, 1), Apply(F.relu))


class AddUp2(chainer.Chain):
    """Part `add-up_2` of Anonymous."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.x1 = L.BatchNormalization(4, eps=1e-5)

    def forward(self, x):
        return self.x1(x)


class Anonymous(chainer.Chain):
    """Branches of one node are named after their join."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.concat_1 = L.Convolution2D(4, 2, 1)
            self.concat_2 = Unit(4)
            self.reduce = L.Convolution2D(14, 4, 1)
            self.sum_body = Unit(4)
            self.sum_shortcut = L.Convolution2D(4, 4, 1)
            self.add_link("add-up_0", Stack(L.Convolution2D(4, 4, 1)))
            self.add_link("add-up_1", Stack(*(Unit(4) for _ in range(2))))
            self.add_link("add-up_2", AddUp2())
            self.mul_0_body = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        branch2 = self.concat_1(x)
        branch3 = self.concat_2(x)
        branch4 = F.relu(x)
        x = self.reduce(F.concat((x, branch2, branch3, branch4), axis=1))
        shortcut = self.sum_shortcut(x)
        sum = self.sum_body(x) + shortcut
        x = F.tanh(sum) + sum
        branch1 = self["add-up_0"](x)
        branch2 = self["add-up_1"](x)
        branch3 = self["add-up_2"](x)
        x = branch1 + branch2 + branch3
        branch1 = self.mul_0_body(x) + x
        y = branch1 * F.sigmoid(x)
        return sum + y + x
