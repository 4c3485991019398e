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


def adaptive_average_pooling(x, size):
    """Average pooling to ``size``, a number for each side."""
    for n in size:  # pools the first side and puts it last, then the next
        s = x.shape[2]
        parts = [x[:, :, i * s // n : -(-(i + 1) * s // n)] for i in range(n)]
        x = F.stack([F.average(part, axis=2) for part in parts], axis=x.ndim - 1)
    return x


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class Aux(Stack):
    """Block Aux."""

    def __init__(self, in_channels, classes):
        super().__init__(
            Apply(adaptive_average_pooling, size=(2, 2)),
            L.Convolution2D(in_channels, 3, 1),
            Apply(flatten),
            L.Linear(3 * 2 * 2, classes),
        )


class OnlyHead(chainer.Chain):
    """Auxiliary heads exist in training only; a single output is left at inference."""

    def __init__(self, classes=4):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(3, 4, 3)
            self.aux1 = Aux(4, classes)
            self.conv2 = L.Convolution2D(4, 5, 3)
            self.aux2 = Aux(5, classes)
            self.fc = L.Linear(5, classes)

    def forward(self, x):
        conv1 = self.conv1(x)
        conv2 = self.conv2(conv1)
        x = F.average(conv2, axis=(2, 3))
        x = self.fc(x)
        if chainer.config.train:
            aux1 = self.aux1(conv1)
            aux2 = self.aux2(conv2)
            return (x, aux1, aux2)
        return x
