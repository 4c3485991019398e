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


class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, width, bias=True):
        super().__init__()
        self.norm = LayerNormLast(epsilon=1e-6, in_channels=in_channels)
        self.wide = nn.Dense(width, flatten=False, in_units=in_channels, use_bias=bias)
        self.gelu = GELU()
        self.fc = nn.Dense(
            in_channels,
            flatten=False,
            in_units=width,
            weight_initializer=mx.init.MSRAPrelu("in", slope=0),
        )

    def hybrid_forward(self, F, x):
        x = self.wide(self.norm(F.transpose(x, axes=(0, 2, 3, 1))))
        return F.transpose(self.fc(self.gelu(x)), axes=(0, 3, 1, 2))


class Listed(nn.HybridSequential):
    """Block Listed."""

    def __init__(self, in_channels, width=8):
        super().__init__()
        self.add(
            nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 2, 3, 1))),
            LayerNormLast(in_channels=in_channels),
            nn.Dense(width, flatten=False, in_units=in_channels),
            nn.Activation("relu"),
            nn.Dense(4, flatten=False, in_units=width, use_bias=False),
            nn.HybridLambda(lambda F, x: F.transpose(x, axes=(0, 3, 1, 2))),
        )


class Turned(nn.HybridBlock):
    """Images with their channels last, and back."""

    def __init__(self, width=8, tail=True):
        super().__init__()
        self.conv = nn.Conv2D(4, (2, 1), in_channels=4)
        self.unit_body = Unit(4, width)
        self.listed_body = Listed(4, width=width * 2)
        if tail:
            self.perhaps = nn.Dense(5, flatten=False, in_units=6)
        else:
            self.perhaps = nn.HybridSequential()
        if tail:
            self.more = LayerNormLast(epsilon=0.01, in_channels=5)
        else:
            self.more = nn.HybridSequential()
        self.norm = LayerNorm(in_channels=4 * (5 if tail else 5 if tail else 6) * 4)
        self.fc = nn.Dense(6, in_units=4 * (5 if tail else 5 if tail else 6) * 4)

    def hybrid_forward(self, F, x):
        x = self.conv(F.transpose(x, axes=(0, 1, 3, 2)))
        x = self.unit_body(x) + x
        x = F.transpose(self.listed_body(x) + x, axes=(0, 2, 3, 1))
        x = self.more(self.perhaps(F.transpose(x, axes=(0, 1, 3, 2))))
        x = F.flatten(F.transpose(x, axes=(0, 2, 3, 1)))
        return self.fc(self.norm(x))
