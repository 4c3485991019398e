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


class AlexNet(chainer.Chain):
    """AlexNet in one column (Krizhevsky, 2014), without response normalisation."""

    def __init__(self, num_classes=1000):
        super().__init__()
        with self.init_scope():
            self.features = Stack(
                L.Convolution2D(3, 64, 11, stride=4, pad=2),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
                L.Convolution2D(64, 192, 5, pad=2),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
                L.Convolution2D(192, 384, 3, pad=1),
                Apply(F.relu),
                L.Convolution2D(384, 256, 3, pad=1),
                Apply(F.relu),
                L.Convolution2D(256, 256, 3, pad=1),
                Apply(F.relu),
                Apply(F.max_pooling_2d, ksize=3, stride=2, cover_all=False),
            )
            self.classifier = Stack(
                Apply(F.dropout),
                L.Linear(256 * 6 * 6, 4096),
                Apply(F.relu),
                Apply(F.dropout),
                L.Linear(4096, 4096),
                Apply(F.relu),
                L.Linear(4096, num_classes),
            )

    def forward(self, x):
        x = adaptive_average_pooling(self.features(x), (6, 6))
        return self.classifier(F.reshape(x, (len(x), -1)))
