from paddle import nn
from paddle.nn import functional as F


class Apply(nn.Layer):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


def log_softmax(x, axis=1):
    """Logarithm of the softmax; the built-in one ends at -64."""
    x = x - x.max(axis=axis, keepdim=True).detach()
    return x - x.exp().sum(axis=axis, keepdim=True).log()


class Scores(nn.Sequential):
    """Block Scores."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2D(in_channels, 4, 1), Apply(log_softmax), nn.Softmax(axis=2)
        )


class ScoresWidth1(nn.Sequential):
    """Block ScoresWidth1."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2D(in_channels, 4, 1), Apply(log_softmax, axis=3), nn.Softmax(axis=3)
        )


class SoftmaxAxes(nn.Layer):
    """A softmax over any axis of signals, images, volumes and vectors."""

    def __init__(self):
        super().__init__()
        self.scores = Scores(4)
        self.others = ScoresWidth1(4)
        self.inner = nn.Sequential(
            nn.Conv2D(4, 4, 1), Apply(log_softmax, axis=-1), nn.Softmax(axis=1)
        )

    def forward(self, image, signal, volume, flat):
        x = self.scores(log_softmax(F.softmax(image, axis=-1), axis=2))
        x = self.others(x)
        images = self.inner(x)
        signals = F.softmax(signal, axis=2)
        volumes = log_softmax(log_softmax(volume), axis=2)
        return (images, signals, volumes, log_softmax(flat))
