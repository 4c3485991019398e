import paddle
from paddle import nn
from paddle.nn import functional as F


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


class Activations(nn.Layer):
    """Every activation among named nodes."""

    def __init__(self):
        super().__init__()
        self.all_16 = nn.PReLU()
        self.all_17 = nn.PReLU(4)
        self.all_19 = nn.PReLU(4)

    def forward(self, x):
        branch1 = F.relu(x)
        branch2 = F.relu6(x)
        branch3 = F.sigmoid(x)
        branch4 = F.tanh(x)
        branch5 = F.silu(x)
        branch6 = F.mish(x)
        branch7 = F.softplus(x, threshold=40)
        branch8 = selu(x)
        branch9 = hard_sigmoid(x)
        branch10 = F.hardswish(x)
        branch11 = F.leaky_relu(x)
        branch12 = F.leaky_relu(x, 0.2)
        branch13 = F.elu(x)
        branch14 = F.elu(x, 0.5)
        branch15 = F.gelu(x)
        branch16 = F.gelu(x, approximate=True)
        branch17 = self.all_16(x)
        branch18 = self.all_17(x)
        branch19 = F.leaky_relu(x, 0.3)
        branch20 = self.all_19(x)
        branch21 = F.gelu(x, approximate=True)
        branch22 = F.softmax(x, axis=1)
        branch23 = log_softmax(x)
        return paddle.concat(
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
