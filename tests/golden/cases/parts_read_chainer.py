import chainer
import chainer.functions as F
import chainer.links as L
from chainer import initializers


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


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resizes by mixing the nearest pixels along each side."""
    xp = chainer.backend.get_array_module(x)
    for side in range(x.ndim - 2):
        # Mixes the first of the sides and puts it last.
        n = x.shape[2]
        factor = scale[side] if scale else size[side] / n
        count = size[side] if size else int(n * factor)
        if align_corners:
            place = xp.arange(count) * ((n - 1) / max(count - 1, 1))
        else:
            place = xp.clip((xp.arange(count) + 0.5) / factor - 0.5, 0, n - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(n)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x


class Convs(chainer.Chain):
    """Part `convs` of Branches."""

    def __init__(self, in_channels, width):
        super().__init__()
        self.add_link(
            "0",
            L.Convolution2D(in_channels, width, 1, initialW=initializers.HeNormal()),
        )
        self.add_link(
            "1",
            L.Convolution2D(
                in_channels, width, 3, pad=1, initialW=initializers.HeNormal()
            ),
        )

    def forward(self, x):
        y = self["0"](x)
        z = self["1"](x)
        x = F.max_pooling_2d(x, 3, stride=1, pad=1, cover_all=False)
        return (y, z, x)


class Branches(chainer.Chain):
    """Numbered branches, each of which reads the input."""

    def __init__(self, in_channels, width):
        super().__init__()
        with self.init_scope():
            self.convs = Convs(in_channels, width)

    def forward(self, x):
        x, y, z = self.convs(x)
        return F.concat((x, y, z), axis=1)


class Part(chainer.Chain):
    """Part `part` of PartsRead."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 3, 1, initialW=initializers.HeNormal())

    def forward(self, x):
        x = self.conv(x)
        return (x, F.tanh(x))


class PartsRead(chainer.Chain):
    """Network PartsRead."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.features = Stack(
                L.Convolution2D(2, 3, 3, pad=1, initialW=initializers.HeNormal()),
                Apply(F.relu),
                Stack(
                    Apply(F.max_pooling_2d, ksize=2, cover_all=False),
                    L.Convolution2D(3, 4, 1, initialW=initializers.HeNormal()),
                ),
                Apply(F.average_pooling_2d, ksize=2),
            )
            self.part = Part()
            self.branches = Branches(3, 2)

    def forward(self, x):
        for layer in self.features[:2]:
            x = layer(x)
        y = self.features[2][0](x)
        z = self.features[2][1](y)
        z, u = self.part(self.features[3](z))
        z = resize_linear(z + u, size=x.shape[2:])
        x = resize_linear(self.branches(x + z), size=y.shape[2:])
        return F.concat((x, y), axis=1)
