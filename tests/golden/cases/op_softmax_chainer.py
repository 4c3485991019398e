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


class Scores(Stack):
    """Block Scores."""

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1),
            Apply(F.log_softmax, axis=1),
            Apply(F.softmax, axis=2),
        )


class ScoresWidth1(Stack):
    """Block ScoresWidth1."""

    def __init__(self, in_channels):
        super().__init__(
            L.Convolution2D(in_channels, 4, 1),
            Apply(F.log_softmax, axis=3),
            Apply(F.softmax, axis=3),
        )


class SoftmaxAxes(chainer.Chain):
    """A softmax over any axis of signals, images, volumes and vectors."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.scores = Scores(4)
            self.others = ScoresWidth1(4)
            self.inner = Stack(
                L.Convolution2D(4, 4, 1),
                Apply(F.log_softmax, axis=-1),
                Apply(F.softmax, axis=1),
            )

    def forward(self, image, signal, volume, flat):
        x = self.scores(F.log_softmax(F.softmax(image, axis=-1), axis=2))
        x = self.others(x)
        images = self.inner(x)
        signals = F.softmax(signal, axis=2)
        volumes = F.log_softmax(F.log_softmax(volume, axis=1), axis=2)
        return (images, signals, volumes, F.log_softmax(flat, axis=-1))
