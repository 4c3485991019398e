import math

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


class LayerNormalizationLast(L.LayerNormalization):
    """Layer normalisation over the last axis."""

    def forward(self, x):
        return F.reshape(super().forward(F.reshape(x, (-1, x.shape[-1]))), x.shape)


class LastLinear(L.Linear):
    """A linear layer over the last axis."""

    def forward(self, x):
        return super().forward(x, n_batch_axes=x.ndim - 1)


def gelu(x):
    """x times the normal distribution function of x."""
    return 0.5 * x * (1 + F.erf(x / math.sqrt(2)))


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, width, bias=True):
        super().__init__()
        with self.init_scope():
            self.norm = LayerNormalizationLast(in_channels)
            self.wide = L.Linear(in_channels, width, nobias=not bias)
            self.fc = L.Linear(width, in_channels, initialW=initializers.HeNormal())

    def forward(self, x):
        x = self.wide(self.norm(F.transpose(x, (0, 2, 3, 1))), n_batch_axes=3)
        return F.transpose(self.fc(gelu(x), n_batch_axes=3), (0, 3, 1, 2))


class Listed(Stack):
    """Block Listed."""

    def __init__(self, in_channels, width=8):
        super().__init__(
            Apply(F.transpose, axes=(0, 2, 3, 1)),
            LayerNormalizationLast(in_channels, eps=1e-5),
            LastLinear(in_channels, width),
            Apply(F.relu),
            LastLinear(width, 4, nobias=True),
            Apply(F.transpose, axes=(0, 3, 1, 2)),
        )


class Turned(chainer.Chain):
    """Images with their channels last, and back."""

    def __init__(self, width=8, tail=True):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, (2, 1))
            self.unit_body = Unit(4, width)
            self.listed_body = Listed(4, width=width * 2)
            self.use_perhaps = tail
            if tail:
                self.perhaps = L.Linear(6, 5)
            self.more = LayerNormalizationLast(5, eps=0.01) if tail else F.identity
            self.norm = L.LayerNormalization(
                4 * (5 if tail else 5 if tail else 6) * 4, eps=1e-5
            )
            self.fc = L.Linear(4 * (5 if tail else 5 if tail else 6) * 4, 6)

    def forward(self, x):
        x = self.conv(F.transpose(x, (0, 1, 3, 2)))
        x = self.unit_body(x) + x
        x = F.transpose(self.listed_body(x) + x, (0, 2, 3, 1))
        x = F.transpose(x, (0, 1, 3, 2))
        if self.use_perhaps:
            x = self.perhaps(x, n_batch_axes=3)
        x = F.transpose(self.more(x), (0, 2, 3, 1))
        return self.fc(self.norm(F.reshape(x, (len(x), -1))))
