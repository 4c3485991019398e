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


class Tail(Stack):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1),
            L.BatchNormalization(4, eps=1e-5),
            Apply(F.get_item, slices=(slice(None), slice(2))),
            Apply(F.pad, pad_width=((0, 0), (0, 0), (1, 1), (1, 1)), mode="constant"),
        )


class Head(Stack):
    """Block Head."""

    def __init__(self, in_channels):
        super().__init__(
            Apply(F.relu),
            L.Convolution2D(in_channels, 4, 1),
            Apply(F.unpooling_2d, ksize=2, cover_all=False),
            Apply(F.softmax, axis=1),
        )


class Layer(chainer.Chain):
    """Part `group` of ListTail."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = L.Convolution2D(4, 4, 3, pad=1)

    def forward(self, x):
        return self.body(x) + x


class GroupLayer(chainer.Chain):
    """Part `group` of ListTail."""

    def forward(self, x):
        return x + x + F.tanh(x)


class ListTail(chainer.Chain):
    """Lists whose joins stand among other nodes, and functions at the end."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.tail = Tail(3)
            self.head = Head(2)
            self.group = Stack(Layer(), Apply(F.relu), GroupLayer())

    def forward(self, x):
        x = self.tail(x)
        x = self.head(x)
        return self.group(x)
