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


def resize_nearest(x, size=None, scale=None):
    """Resizes by copying pixels."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x[(slice(None),) * axis + (places,)]
    return x


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


class Merge(chainer.Chain):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = fine + resize_linear(coarse, size=fine.shape[2:])
        return resize_nearest(x, scale=(1.5, 1.5))


class Merge05Bilinear(chainer.Chain):
    """A coarse value, resized and added to a fine one."""

    def forward(self, fine, coarse):
        x = fine + resize_linear(coarse, size=fine.shape[2:])
        return resize_linear(x, scale=(0.5, 0.5))


class Pooled(chainer.Chain):
    """The mean of the image, at every pixel."""

    def __init__(self, in_channels):
        super().__init__()
        self.add_link(
            "1",
            L.Convolution2D(
                in_channels, in_channels, 1, initialW=initializers.HeNormal()
            ),
        )

    def forward(self, x):
        y = F.relu(self["1"](F.average(x, axis=(2, 3), keepdims=True)))
        return resize_linear(y, size=x.shape[2:])


class Twice(chainer.Chain):
    """Block Twice."""

    def __init__(self, times):
        super().__init__()
        self.times = times
        self.use_same = times > 1

    def forward(self, x):
        y = F.unpooling_2d(x, self.times, cover_all=False)
        if self.use_same:
            y = resize_linear(y, size=x.shape[2:])
        return y


class Layers(chainer.Chain):
    """Part `layers` of ResizeList."""

    def __init__(self):
        super().__init__()
        self.add_link("0", L.Convolution2D(2, 2, 1, initialW=initializers.HeNormal()))

    def forward(self, x):
        y = resize_linear(self["0"](x), scale=(2.5, 2.5))
        y = resize_linear(y, size=(4, 5), align_corners=True)
        return resize_linear(y, size=x.shape[2:], align_corners=True)


class Layer(chainer.Chain):
    """Part `copies` of ResizeList."""

    def forward(self, x, skip):
        return resize_linear(x, size=skip.shape[2:])


class ResizeList(chainer.Chain):
    """Network ResizeList."""

    def __init__(self, count=2):
        super().__init__()
        with self.init_scope():
            self.merge = Merge()
            self.less = Merge05Bilinear()
            self.layers = Layers()
            self.copies = Stack(*(Layer() for _ in range(count)))
            self.pooled = Pooled(2)
            self.twice = Twice(2)
            self.once = Twice(1)
            self.rows = Stack(
                *(
                    Stack(
                        Apply(F.unpooling_2d, ksize=(h, w), cover_all=False),
                        Apply(F.tanh),
                    )
                    for h, w in ((1, 2), (3, 1))
                )
            )

    def forward(self, x):
        coarse = F.max_pooling_2d(x, 2, cover_all=False)
        y = self.merge(x, coarse)
        y = self.less(y, coarse)
        y = self.layers(y)
        for layer in self.copies:
            y = layer(y, x)
        x = self.pooled(y)
        x = self.twice(x)
        x = self.once(x)
        return self.rows(x)
