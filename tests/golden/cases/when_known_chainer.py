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

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, in_channels + 1, 1),
            L.Convolution2D(in_channels + 1, 4, 1),
        )


class Layer(chainer.Chain):
    """A part of Parts."""

    def __init__(self, i, growth):
        super().__init__()
        self.add_link("1", L.Convolution2D(4 + i * growth, growth, 1))

    def forward(self, x):
        return F.concat((x, self["1"](x)), axis=1)


class Parts(Stack):
    """Block Parts."""

    def __init__(self, in_channels, use=True, growth=2):
        super().__init__()
        if use:
            channels = in_channels
            for i in range(2):
                self.append(L.Convolution2D(channels, 3 + i, 1))
                channels = 3 + i
        if not use:
            for i in range(2):
                self.append(L.Convolution2D(in_channels if i == 0 else 5, 5, 1))
                self.append(Apply(F.relu))
        if use:
            for i in range(2):
                self.append(Layer(i, growth))
        self.append(
            L.Convolution2D(
                4 + 2 * growth if use else 5 if not use else 4 if use else in_channels,
                4,
                1,
            )
        )


class WhenKnown(chainer.Chain):
    """Conditions that no argument decides, and repeats in a list that have one."""

    def __init__(self, use=True, skip=False):
        super().__init__()
        with self.init_scope():
            self.always = L.Convolution2D(3, 4, 1)
            self.listed = Listed(4)
            self.parts = Parts(4, use=use)
            self.parts2 = Parts(4, use=skip, growth=3)
            self.x2 = L.Convolution2D(3, 4, 1)

    def forward(self, x):
        y = self.always(x)
        y = self.listed(y)
        y = self.parts(y)
        y = self.parts2(y)
        shortcut = F.tanh(y)
        x = self.x2(F.tanh(x))
        return y + shortcut + x
