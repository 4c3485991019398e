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


class LayerNormalization2D(L.LayerNormalization):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = super().forward(F.reshape(F.transpose(x, (0, 2, 3, 1)), (-1, c)))
        return F.transpose(F.reshape(x, (n, h, w, c)), (0, 3, 1, 2))


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


class NormsList(Stack):
    """Network NormsList."""

    def __init__(self):
        super().__init__(
            L.BatchNormalization(4, eps=1e-5),
            L.GroupNormalization(2, 4),
            LayerNormalization2D(4, eps=1e-5),
            Apply(F.local_response_normalization, k=1.0, alpha=2e-5),
            Apply(flatten),
            L.BatchNormalization(4 * 3 * 3, eps=1e-5),
            L.LayerNormalization(4 * 3 * 3, eps=1e-5),
        )
