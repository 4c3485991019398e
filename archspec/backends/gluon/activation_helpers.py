"""Activations that Gluon lacks or computes with constants of float32."""

from archspec.backends.python.nodes import Helper

RELU6 = Helper(
    "ReLU6",
    '''class ReLU6(nn.HybridBlock):
    """ReLU up to 6. F.clip would have a gradient at 0."""

    def hybrid_forward(self, F, x):
        return F.minimum(F.Activation(x, act_type="relu"), 6)''',
)

MISH = Helper(
    "Mish",
    '''class Mish(nn.HybridBlock):
    """x times the hyperbolic tangent of its softplus."""

    def hybrid_forward(self, F, x):
        return x * F.tanh(F.Activation(x, act_type="softrelu"))''',
)

# x + y, which passes its gradient on as it is, stands last: MXNet takes gradients from the
# last branch to the first, and where a value is read eight times or more, a hybridized graph
# has a cycle if what is computed from a gradient is summed before the gradient itself.
SOFTPLUS = Helper(
    "Softplus",
    '''class Softplus(nn.HybridBlock):
    """Composed, since above 20 softrelu is x itself."""

    def hybrid_forward(self, F, x):
        y = F.Activation(-x, act_type="softrelu")
        return F.where(x <= 0, F.Activation(x, act_type="softrelu"), x + y)''',
)

SELU = Helper(
    "SELU",
    '''class SELU(nn.HybridBlock):
    """Scaled ELU. Composed, since nn.SELU has constants of float32."""

    def hybrid_forward(self, F, x):
        y = 1.6732632423543772 * F.expm1(F.minimum(x, 0))
        return 1.0507009873554805 * F.where(x > 0, x, y)''',
)

HARD_SIGMOID = Helper(
    "HardSigmoid",
    '''class HardSigmoid(nn.HybridBlock):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    def hybrid_forward(self, F, x):
        return F.clip(x + 3, 0, 6) / 6''',
)

HARD_SWISH = Helper(
    "HardSwish",
    '''class HardSwish(nn.HybridBlock):
    """x times its hard sigmoid."""

    def hybrid_forward(self, F, x):
        return x * F.clip(x + 3, 0, 6) / 6''',
)

LEAKY_RELU = Helper(
    "LeakyReLU",
    '''class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)''',
)

ELU = Helper(
    "ELU",
    '''class ELU(nn.HybridBlock):
    """Composed, since nn.ELU rounds its alpha to float32."""

    def __init__(self, alpha):
        super().__init__()
        self.alpha = alpha

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.alpha * F.expm1(F.minimum(x, 0)))''',
)

GELU = Helper(
    "GELU",
    '''class GELU(nn.HybridBlock):
    """Composed: nn.GELU, and the gradient of F.erf, have constants of float32."""

    def hybrid_forward(self, F, x):
        point = F.BlockGrad(x)
        phi = 0.5 * (1 + F.erf(point / math.sqrt(2)))
        density = F.exp(-0.5 * F.square(point)) / math.sqrt(2 * math.pi)
        return x * (phi + density * (x - point))''',
)

TANH_GELU = Helper(
    "TanhGELU",
    '''class TanhGELU(nn.HybridBlock):
    """GELU by a tanh that is close to the normal distribution function."""

    def hybrid_forward(self, F, x):
        y = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + F.tanh(y))''',
)

PRELU = Helper(
    "PReLU",
    '''class PReLU(nn.PReLU):
    """Composed, since nn.PReLU multiplies in float32."""

    def hybrid_forward(self, F, x, alpha):
        y = F.reshape(x, (0, 0, -1))
        slope = F.reshape(alpha, (1, -1, 1))
        y = F.where(y > 0, y, F.broadcast_mul(slope, y))
        return F.reshape_like(y, x)''',
)

ACTIVATIONS = (
    RELU6,
    MISH,
    SOFTPLUS,
    SELU,
    HARD_SIGMOID,
    HARD_SWISH,
    LEAKY_RELU,
    ELU,
    GELU,
    TANH_GELU,
    PRELU,
)
