"""Activations, in forms that neither overflow nor cancel.

Where a derivative jumps, the rules follow PyTorch: ``relu``, ``relu6`` and the hard
activations take the derivative of the outer side, activations with a slope that of the
smaller values. Paddle's ``leaky_relu`` and Chainer's ``prelu`` at 0, and MXNet's
``clip``, take the other side.
"""

from collections.abc import Mapping
from math import erfc, pi, sqrt

import numpy as np

from archspec.ops.activation import (
    ELU,
    GELU,
    SELU,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    LogSigmoid,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Tanh,
)
from archspec.ops.base import Op, real
from archspec.reference.ops.arrays import Array, channel_sums, per_channel
from archspec.reference.ops.rule import Grads, Rule, unary

# The fixed point of mean 0 and variance 1, from the paper's appendix.
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def relu(_: ReLU, x: Array) -> Array:
    """max(x, 0)."""
    return np.maximum(x, 0)


def relu_gradient(_: ReLU, dy: Array, x: Array) -> Array:
    """1 where positive, else 0."""
    return dy * (x > 0)


def relu6(_: ReLU6, x: Array) -> Array:
    """min(max(x, 0), 6)."""
    return np.clip(x, 0, 6)


def relu6_gradient(_: ReLU6, dy: Array, x: Array) -> Array:
    """1 between 0 and 6, else 0."""
    return dy * ((x > 0) & (x < 6))


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x))."""
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, decay) / (1 + decay)


def sigmoid(_: Sigmoid, x: Array) -> Array:
    """1 / (1 + exp(-x))."""
    return logistic(x)


def sigmoid_gradient(_: Sigmoid, dy: Array, x: Array) -> Array:
    """y * (1 - y)."""
    return dy * logistic(x) * logistic(-x)


def tanh(_: Tanh, x: Array) -> Array:
    """tanh(x)."""
    return np.tanh(x)


def tanh_gradient(_: Tanh, dy: Array, x: Array) -> Array:
    """1 - y**2."""
    return dy * (1 - np.square(np.tanh(x)))


def silu(_: SiLU, x: Array) -> Array:
    """x * sigmoid(x)."""
    return x * logistic(x)


def silu_gradient(_: SiLU, dy: Array, x: Array) -> Array:
    """By each factor of x * sigmoid(x)."""
    return dy * logistic(x) * (1 + x * logistic(-x))


def log1p_exp(x: Array) -> Array:
    """log(1 + exp(x))."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus(_: Softplus, x: Array) -> Array:
    """log(1 + exp(x))."""
    return log1p_exp(x)


def softplus_gradient(_: Softplus, dy: Array, x: Array) -> Array:
    """sigmoid(x)."""
    return dy * logistic(x)


def mish(_: Mish, x: Array) -> Array:
    """x * tanh(softplus(x))."""
    return x * np.tanh(log1p_exp(x))


def mish_gradient(_: Mish, dy: Array, x: Array) -> Array:
    """By each factor of x * tanh(softplus(x))."""
    factor = np.tanh(log1p_exp(x))
    return dy * (factor + x * (1 - np.square(factor)) * logistic(x))


def selu(_: SELU, x: Array) -> Array:
    """SELU_SCALE * elu(x, SELU_ALPHA)."""
    return SELU_SCALE * _elu(x, SELU_ALPHA)


def selu_gradient(_: SELU, dy: Array, x: Array) -> Array:
    """The gradient of elu, scaled."""
    return _elu_gradient(SELU_SCALE * dy, x, SELU_ALPHA)


def elu(op: ELU, x: Array) -> Array:
    """x, or alpha * (exp(x) - 1) where negative."""
    return _elu(x, real(op.alpha))


def elu_gradient(op: ELU, dy: Array, x: Array) -> Array:
    """1, or alpha * exp(x) where not positive."""
    return _elu_gradient(dy, x, real(op.alpha))


def _elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _elu_gradient(dy: Array, x: Array, alpha: float) -> Array:
    return np.where(x > 0, dy, dy * (alpha * np.exp(np.minimum(x, 0))))


def hard_sigmoid(op: HardSigmoid, x: Array) -> Array:
    """slope * x + offset clipped to 0 and 1."""
    return np.clip(real(op.slope) * x + real(op.offset), 0, 1)


def hard_sigmoid_gradient(op: HardSigmoid, dy: Array, x: Array) -> Array:
    """slope between the kinks, else 0."""
    low, high = hard_sigmoid_kinks(op)
    return dy * ((x > low) & (x < high)) * real(op.slope)


def hard_sigmoid_kinks(op: HardSigmoid) -> tuple[float, ...]:
    """The inputs with the values 0 and 1."""
    slope, offset = real(op.slope), real(op.offset)
    return -offset / slope, (1 - offset) / slope


def log_sigmoid(_: LogSigmoid, x: Array) -> Array:
    """-log(1 + exp(-x))."""
    return -log1p_exp(-x)


def log_sigmoid_gradient(_: LogSigmoid, dy: Array, x: Array) -> Array:
    """sigmoid(-x)."""
    return dy * logistic(-x)


def softsign(_: Softsign, x: Array) -> Array:
    """x / (1 + |x|)."""
    return x / (1 + np.abs(x))


def softsign_gradient(_: Softsign, dy: Array, x: Array) -> Array:
    """1 / (1 + |x|)**2."""
    return dy / np.square(1 + np.abs(x))


def hard_swish(_: HardSwish, x: Array) -> Array:
    """x * hard_sigmoid(x)."""
    return x * np.clip(x + 3, 0, 6) / 6


def hard_swish_gradient(_: HardSwish, dy: Array, x: Array) -> Array:
    """x / 3 + 1 / 2 between -3 and 3, else 0 or 1."""
    inner = np.where(x < 3, dy * (x / 3 + 0.5), dy)
    return inner * (x > -3)


def leaky_relu(op: LeakyReLU, x: Array) -> Array:
    """x, or slope * x where negative."""
    return np.where(x > 0, x, real(op.slope) * x)


def leaky_relu_gradient(op: LeakyReLU, dy: Array, x: Array) -> Array:
    """1, or slope where not positive."""
    return np.where(x > 0, dy, real(op.slope) * dy)


def prelu(_: PReLU, x: Array, weight: Array) -> Array:
    """x, or weight * x where negative."""
    return np.where(x > 0, x, per_channel(weight, x) * x)


def prelu_gradient(op: PReLU, dy: Array, x: Array, weight: Array) -> Grads:
    """1, or weight where not positive."""
    slopes = channel_sums(dy * np.minimum(x, 0))
    d_weight = slopes if op.per_channel else slopes.sum(keepdims=True)
    dx = np.where(x > 0, dy, per_channel(weight, x) * dy)
    return (dx,), {"weight": d_weight}


_erfc = np.frompyfunc(erfc, 1, 1)


def normal_cdf(x: Array) -> Array:
    """Phi(x), the distribution function of the standard normal."""
    return 0.5 * _erfc(x / -sqrt(2)).astype(x.dtype)


def gelu(op: GELU, x: Array) -> Array:
    """x * Phi(x); erfc gives Phi, since it stays precise where Phi is small."""
    if op.approximate == "tanh":
        return 0.5 * x * (1 + np.tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))
    return x * normal_cdf(x)


def gelu_gradient(op: GELU, dy: Array, x: Array) -> Array:
    """By each factor of x * Phi(x)."""
    if op.approximate == "tanh":
        scale = sqrt(2 / pi)
        factor = np.tanh(scale * (x + 0.044715 * x**3))
        inner = scale * (1 + 3 * 0.044715 * np.square(x))
        return dy * 0.5 * (1 + factor + x * (1 - np.square(factor)) * inner)
    density = np.exp(-0.5 * np.square(x)) / sqrt(2 * pi)
    return dy * (normal_cdf(x) + x * density)


RULES: Mapping[type[Op], Rule] = {
    ReLU: unary(relu, relu_gradient, kinks=(0,)),
    ReLU6: unary(relu6, relu6_gradient, kinks=(0, 6)),
    Sigmoid: unary(sigmoid, sigmoid_gradient),
    Tanh: unary(tanh, tanh_gradient),
    SiLU: unary(silu, silu_gradient),
    Mish: unary(mish, mish_gradient),
    Softplus: unary(softplus, softplus_gradient),
    SELU: unary(selu, selu_gradient, kinks=(0,)),
    HardSigmoid: unary(hard_sigmoid, hard_sigmoid_gradient, kinks=hard_sigmoid_kinks),
    LogSigmoid: unary(log_sigmoid, log_sigmoid_gradient),
    Softsign: unary(softsign, softsign_gradient),
    HardSwish: unary(hard_swish, hard_swish_gradient, kinks=(-3, 3)),
    LeakyReLU: unary(leaky_relu, leaky_relu_gradient, kinks=(0,)),
    ELU: unary(elu, elu_gradient, kinks=(0,)),
    GELU: unary(gelu, gelu_gradient),
    PReLU: Rule(prelu, prelu_gradient, kinks=(0,)),
}
