"""Activations that Chainer lacks or has with another slope."""

from archspec.backends.python.nodes import Helper

SILU = Helper(
    "silu",
    '''def silu(x):
    """x times its sigmoid."""
    return x * F.sigmoid(x)''',
)

MISH = Helper(
    "mish",
    '''def mish(x):
    """x times the hyperbolic tangent of its softplus."""
    return x * F.tanh(F.softplus(x))''',
)

GELU = Helper(
    "gelu",
    '''def gelu(x):
    """x times the normal distribution function of x."""
    return 0.5 * x * (1 + F.erf(x / math.sqrt(2)))''',
)

GELU_TANH = Helper(
    "gelu_tanh",
    '''def gelu_tanh(x):
    """x times a tanh that is close to the normal distribution function of x."""
    return 0.5 * x * (1 + F.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))''',
)

# F.hard_sigmoid has slope 0.2.
HARD_SIGMOID = Helper(
    "hard_sigmoid",
    '''def hard_sigmoid(x):
    """x / 6 + 1 / 2, clipped to 0 and 1."""
    return F.relu6(x + 3) / 6''',
)

HARD_SWISH = Helper(
    "hard_swish",
    '''def hard_swish(x):
    """x times x / 6 + 1 / 2, the latter clipped to 0 and 1."""
    return x * F.relu6(x + 3) / 6''',
)

ACTIVATIONS = (SILU, MISH, GELU, GELU_TANH, HARD_SIGMOID, HARD_SWISH)
