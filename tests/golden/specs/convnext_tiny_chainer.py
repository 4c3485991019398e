import math

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


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class LastLinear(L.Linear):
    """A linear layer over the last axis."""

    def forward(self, x):
        return super().forward(x, n_batch_axes=x.ndim - 1)


class StochasticDepth(chainer.Link):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not chainer.config.train:
            return x
        keep = 1 - self.drop_prob
        xp = chainer.backend.get_array_module(x)
        kept = xp.random.rand(len(x), *[1] * (x.ndim - 1)) < keep
        return x * (kept / keep).astype(x.dtype)


def flatten(x):
    """All values of an example as one row."""
    return F.reshape(x, (len(x), -1))


def gelu(x):
    """x times the normal distribution function of x."""
    return 0.5 * x * (1 + F.erf(x / math.sqrt(2)))


class Stem(Stack):
    """Patches of 4x4 pixels."""

    def __init__(self, in_channels, channels):
        super().__init__(
            L.Convolution2D(in_channels, channels, 4, stride=4),
            LayerNormalization2D(channels),
        )


class Unit(chainer.Chain):
    """A depthwise convolution, then two dense layers for each pixel."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        with self.init_scope():
            self.block = Stack(
                L.Convolution2D(in_channels, in_channels, 7, pad=3, groups=in_channels),
                Apply(F.transpose, axes=(0, 2, 3, 1)),
                LayerNormalizationLast(in_channels),
                LastLinear(in_channels, in_channels * 4),
                Apply(gelu),
                LastLinear(in_channels * 4, in_channels),
                Apply(F.transpose, axes=(0, 3, 1, 2)),
            )
            self.layer_scale = chainer.Parameter(1e-6, (in_channels, 1, 1))
            self.stochastic_depth = StochasticDepth(drop_prob)

    def forward(self, x):
        y = self.stochastic_depth(self.layer_scale * self.block(x))
        return y + x


class Stage(Stack):
    """Units in turn, each dropped a little more often than the one before."""

    def __init__(self, in_channels, depth, first, step):
        super().__init__(*(Unit(in_channels, (first + i) * step) for i in range(depth)))


class Downsample(Stack):
    """Halves height and width."""

    def __init__(self, in_channels, channels):
        super().__init__(
            LayerNormalization2D(in_channels),
            L.Convolution2D(in_channels, channels, 2, stride=2),
        )


class ConvNeXtTiny(chainer.Chain):
    """ConvNeXt, the tiny one (Liu et al., 2022), 28,589,128 parameters."""

    def __init__(
        self,
        num_classes=1000,
        depths=(3, 3, 9, 3),
        widths=(96, 192, 384, 768),
        drop_prob=0.1,
    ):
        super().__init__()
        step = drop_prob / (sum(depths) - 1)
        with self.init_scope():
            self.features = Stack(
                Stem(3, widths[0]),
                Stage(widths[0], depths[0], 0, step),
                Downsample(widths[0], widths[1]),
                Stage(widths[1], depths[1], depths[0], step),
                Downsample(widths[1], widths[2]),
                Stage(widths[2], depths[2], sum(depths[:2]), step),
                Downsample(widths[2], widths[3]),
                Stage(widths[3], depths[3], sum(depths[:3]), step),
            )
            self.classifier = Stack(
                LayerNormalization2D(widths[3]),
                Apply(flatten),
                L.Linear(widths[3], num_classes),
            )

    def forward(self, x):
        x = F.average(self.features(x), axis=(2, 3), keepdims=True)
        return self.classifier(x)
