import math

import mxnet as mx
from mxnet.gluon import nn


class LayerNorm(nn.LayerNorm):
    """Over channels. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.reshape(x, (0, 0, -1))
        y = F.broadcast_sub(y, F.mean(y, axis=1, keepdims=True))
        var = F.mean(F.square(y), axis=1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        y = F.broadcast_mul(y, F.reshape(gamma, (1, -1, 1)))
        y = F.broadcast_add(y, F.reshape(beta, (1, -1, 1)))
        return F.reshape_like(y, x)


class LayerNormLast(nn.LayerNorm):
    """Over the last axis. Composed, since nn.LayerNorm rounds epsilon to float32."""

    def hybrid_forward(self, F, x, gamma, beta):
        y = F.broadcast_sub(x, F.mean(x, axis=-1, keepdims=True))
        var = F.mean(F.square(y), axis=-1, keepdims=True)
        y = F.broadcast_mul(y, F.rsqrt(var + self._epsilon))
        return F.broadcast_add(F.broadcast_mul(y, gamma), beta)


class LayerScale(nn.HybridBlock):
    """Multiplication by learned factors."""

    def __init__(self, shape, initializer="ones"):
        super().__init__()
        self.factors = self.params.get("factors", shape=shape, init=initializer)

    def hybrid_forward(self, F, x, factors):
        return F.broadcast_mul(x, factors)


class StochasticDepth(nn.HybridBlock):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def hybrid_forward(self, F, x):
        # Dropout follows the mode by itself: a branch on it would be kept by hybridize.
        rows = F.Dropout(F.reshape(x, (0, -1)), p=self.drop_prob, axes=(1,))
        return F.reshape_like(rows, x)


class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))


class Stem(nn.HybridSequential):
    """Patches of 4x4 pixels."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 4, strides=4, in_channels=in_channels),
            LayerNorm(epsilon=1e-6, in_channels=channels),
        )


class Unit(nn.HybridBlock):
    """A depthwise convolution, then two dense layers for each pixel."""

    def __init__(self, in_channels, drop_prob):
        super().__init__()
        self.block = nn.HybridSequential()
        self.block.add(
            nn.Conv2D(
                in_channels, 7, padding=3, groups=in_channels, in_channels=in_channels
            ),
            nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 2, 3, 1))),
            LayerNormLast(epsilon=1e-6, in_channels=in_channels),
            nn.Dense(in_channels * 4, flatten=False, in_units=in_channels),
            GELU(),
            nn.Dense(in_channels, flatten=False, in_units=in_channels * 4),
            nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 3, 1, 2))),
        )
        self.layer_scale = LayerScale(
            (in_channels, 1, 1), initializer=mx.init.Constant(1e-6)
        )
        self.stochastic_depth = StochasticDepth(drop_prob)

    def hybrid_forward(self, F, x):
        y = self.stochastic_depth(self.layer_scale(self.block(x)))
        return y + x


class Stage(nn.HybridSequential):
    """Units in turn, each dropped a little more often than the one before."""

    def __init__(self, in_channels, depth, first, step):
        super().__init__()
        for i in range(depth):
            self.add(Unit(in_channels, (first + i) * step))


class Downsample(nn.HybridSequential):
    """Halves height and width."""

    def __init__(self, in_channels, channels):
        super().__init__()
        self.add(
            LayerNorm(epsilon=1e-6, in_channels=in_channels),
            nn.Conv2D(channels, 2, strides=2, in_channels=in_channels),
        )


class ConvNeXtTiny(nn.HybridBlock):
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
        self.features = nn.HybridSequential()
        self.features.add(
            Stem(3, widths[0]),
            Stage(widths[0], depths[0], 0, step),
            Downsample(widths[0], widths[1]),
            Stage(widths[1], depths[1], depths[0], step),
            Downsample(widths[1], widths[2]),
            Stage(widths[2], depths[2], sum(depths[:2]), step),
            Downsample(widths[2], widths[3]),
            Stage(widths[3], depths[3], sum(depths[:3]), step),
        )
        self.avgpool = nn.GlobalAvgPool2D()
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            LayerNorm(epsilon=1e-6, in_channels=widths[3]),
            nn.Flatten(),
            nn.Dense(num_classes, in_units=widths[3]),
        )

    def hybrid_forward(self, F, x):
        x = self.avgpool(self.features(x))
        return self.classifier(x)
