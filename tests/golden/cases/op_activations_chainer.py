import math

import chainer
import chainer.functions as F
import chainer.links as L


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


class Activations(chainer.Chain):
    """Every activation among named nodes."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.all_16 = L.PReLU()
            self.all_17 = L.PReLU((4,))
            self.all_19 = L.PReLU((4,))

    def forward(self, x):
        branch1 = F.relu(x)
        branch2 = F.relu6(x)
        branch3 = F.sigmoid(x)
        branch4 = F.tanh(x)
        branch5 = silu(x)
        branch6 = mish(x)
        branch7 = F.softplus(x)
        branch8 = F.selu(x)
        branch9 = hard_sigmoid(x)
        branch10 = hard_swish(x)
        branch11 = F.leaky_relu(x, slope=0.01)
        branch12 = F.leaky_relu(x)
        branch13 = F.elu(x)
        branch14 = F.elu(x, alpha=0.5)
        branch15 = gelu(x)
        branch16 = gelu_tanh(x)
        branch17 = self.all_16(x)
        branch18 = self.all_17(x)
        branch19 = F.leaky_relu(x, slope=0.3)
        branch20 = self.all_19(x)
        branch21 = gelu_tanh(x)
        branch22 = F.softmax(x, axis=1)
        branch23 = F.log_softmax(x, axis=1)
        return F.concat(
            (
                branch1,
                branch2,
                branch3,
                branch4,
                branch5,
                branch6,
                branch7,
                branch8,
                branch9,
                branch10,
                branch11,
                branch12,
                branch13,
                branch14,
                branch15,
                branch16,
                branch17,
                branch18,
                branch19,
                branch20,
                branch21,
                branch22,
                branch23,
            ),
            axis=1,
        )
