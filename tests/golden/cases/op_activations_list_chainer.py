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


def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)


def mish(x):
    """x times the hyperbolic tangent of its softplus."""
    return x * F.tanh(F.softplus(x))


def gelu(x):
    """x times the normal distribution function of x."""
    return 0.5 * x * (1 + F.erf(x / math.sqrt(2)))


def gelu_tanh(x):
    """x times a tanh that is close to the normal distribution function of x."""
    return 0.5 * x * (1 + F.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def hard_sigmoid(x):
    """x / 6 + 1 / 2, clipped to 0 and 1."""
    return F.relu6(x + 3) / 6


def hard_swish(x):
    """x times x / 6 + 1 / 2, the latter clipped to 0 and 1."""
    return x * F.relu6(x + 3) / 6


class Layer(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(
                L.Convolution2D(4, 4, 1),
                Apply(F.relu),
                Apply(F.relu6),
                Apply(F.sigmoid),
            )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(L.Convolution2D(4, 4, 1), Apply(F.tanh), Apply(silu))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer2(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(L.Convolution2D(4, 4, 1), Apply(mish), Apply(F.softplus))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer3(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(
                L.Convolution2D(4, 4, 1), Apply(F.selu), Apply(hard_sigmoid)
            )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer4(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(
                L.Convolution2D(4, 4, 1), Apply(hard_swish), Apply(F.leaky_relu)
            )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer5(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(
                L.Convolution2D(4, 4, 1),
                Apply(F.elu, alpha=0.5),
                Apply(F.leaky_relu, slope=0.01),
            )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer6(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(L.Convolution2D(4, 4, 1), Apply(gelu), Apply(F.elu))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer7(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(Apply(gelu_tanh), L.PReLU(), L.PReLU((4,)))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer8(chainer.Chain):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.body = Stack(
                Apply(F.identity),
                Apply(F.log_softmax, axis=1),
                Apply(F.softmax, axis=1),
            )

    def forward(self, x):
        return self.body(x) + x


class ActivationsList(Stack):
    """Every activation that a list numbers, beside shortcuts so that none hides
    another.
    """

    def __init__(self):
        super().__init__(
            Layer(),
            ActivationsListLayer(),
            ActivationsListLayer2(),
            ActivationsListLayer3(),
            ActivationsListLayer4(),
            ActivationsListLayer5(),
            ActivationsListLayer6(),
            ActivationsListLayer7(),
            ActivationsListLayer8(),
        )
