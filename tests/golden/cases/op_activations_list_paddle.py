import paddle
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


def selu(x):
    """Scaled exponential linear unit; the built-in one rounds its constants."""
    return 1.0507009873554805 * paddle.where(x > 0, x, 1.6732632423543772 * F.elu(x))


def hard_sigmoid(x):
    """Clip x / 6 + 1 / 2 to 0 and 1; the built-in one has a slope of 0.1666667."""
    return F.relu6(x + 3) / 6


def log_softmax(x, axis=1):
    """Logarithm of the softmax; the built-in one ends at -64."""
    x = x - x.max(axis=axis, keepdim=True).detach()
    return x - x.exp().sum(axis=axis, keepdim=True).log()


class Layer(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2D(4, 4, 1), nn.ReLU(), nn.ReLU6(), nn.Sigmoid()
        )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 4, 1), nn.Tanh(), nn.Silu())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer2(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2D(4, 4, 1), nn.Mish(), nn.Softplus(threshold=40)
        )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer3(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 4, 1), Apply(selu), Apply(hard_sigmoid))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer4(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 4, 1), nn.Hardswish(), nn.LeakyReLU(0.2))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer5(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 4, 1), nn.ELU(0.5), nn.LeakyReLU())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer6(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2D(4, 4, 1), nn.GELU(), nn.ELU())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer7(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.GELU(approximate=True), nn.PReLU(), nn.PReLU(4))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer8(nn.Layer):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Identity(), Apply(log_softmax), nn.Softmax(axis=1))

    def forward(self, x):
        return self.body(x) + x


class ActivationsList(nn.Sequential):
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
