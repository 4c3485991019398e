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
    """A part of Damped."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor


class Damped(Stack):
    """Block Damped."""

    def __init__(self, in_channels, factor):
        super().__init__(
            Apply(F.relu), Layer(factor), L.Convolution2D(in_channels, 4, 1)
        )


class GroupLayer(chainer.Chain):
    """Part `group` of Scale."""

    def forward(self, x):
        return x * -2.0


class ScaleGroupLayer(chainer.Chain):
    """Part `group` of Scale."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * (self.factor * 3)


class Scale(chainer.Chain):
    """Network Scale."""

    def __init__(self, factor=0.17, use=True):
        super().__init__()
        self.factor = factor
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 3, pad=1)
            self.use_scaled = use
            self.group = Stack()
            self.group.append(L.Convolution2D(4, 4, 1))
            self.group.append(GroupLayer())
            if use:
                self.group.append(ScaleGroupLayer(factor))
            self.blocks = Stack(*(Damped(4, 1 / (i + 2)) for i in range(2)))
            self.up = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        conv = self.conv(x)
        x = conv + conv * 0.5
        if self.use_scaled:
            x = x * self.factor
        x = self.group(x)
        x = self.blocks(x)
        y = self.up(x) * self.factor
        return y + x
