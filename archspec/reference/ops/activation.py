"""Activations, in forms that neither overflow nor cancel."""

from math import erfc, pi, sqrt

import numpy as np

from archspec.ops.activation import (
    ELU,
    GELU,
    SELU,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    LogSoftmax,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from archspec.ops.base import real
from archspec.reference.ops.arrays import Array, Weights, per_channel

# The fixed point of mean 0 and variance 1, from the paper's appendix.
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def relu(op: ReLU, x: Array, weights: Weights) -> Array:
    """max(x, 0)."""
    del op, weights
    return np.maximum(x, 0)


def relu6(op: ReLU6, x: Array, weights: Weights) -> Array:
    """min(max(x, 0), 6)."""
    del op, weights
    return np.clip(x, 0, 6)


def sigmoid(op: Sigmoid, x: Array, weights: Weights) -> Array:
    """1 / (1 + exp(-x))."""
    del op, weights
    return logistic(x)


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x))."""
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, decay) / (1 + decay)


def tanh(op: Tanh, x: Array, weights: Weights) -> Array:
    """tanh(x)."""
    del op, weights
    return np.tanh(x)


def silu(op: SiLU, x: Array, weights: Weights) -> Array:
    """x * sigmoid(x)."""
    del op, weights
    return x * logistic(x)


def softplus(op: Softplus, x: Array, weights: Weights) -> Array:
    """log(1 + exp(x))."""
    del op, weights
    return log1p_exp(x)


def log1p_exp(x: Array) -> Array:
    """log(1 + exp(x))."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def mish(op: Mish, x: Array, weights: Weights) -> Array:
    """x * tanh(softplus(x))."""
    del op, weights
    return x * np.tanh(log1p_exp(x))


def selu(op: SELU, x: Array, weights: Weights) -> Array:
    """SELU_SCALE * elu(x, SELU_ALPHA)."""
    del op, weights
    return SELU_SCALE * _elu(x, SELU_ALPHA)


def elu(op: ELU, x: Array, weights: Weights) -> Array:
    """x, or alpha * (exp(x) - 1) where negative."""
    del weights
    return _elu(x, real(op.alpha))


def _elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def hard_sigmoid(op: HardSigmoid, x: Array, weights: Weights) -> Array:
    """x / 6 + 1 / 2 clipped to 0 and 1."""
    del op, weights
    return _hard_sigmoid(x)


def _hard_sigmoid(x: Array) -> Array:
    return np.clip(x + 3, 0, 6) / 6


def hard_swish(op: HardSwish, x: Array, weights: Weights) -> Array:
    """x * hard_sigmoid(x)."""
    del op, weights
    return x * _hard_sigmoid(x)


def leaky_relu(op: LeakyReLU, x: Array, weights: Weights) -> Array:
    """x, or slope * x where negative."""
    del weights
    return np.where(x > 0, x, real(op.slope) * x)


def prelu(op: PReLU, x: Array, weights: Weights) -> Array:
    """x, or weight * x where negative."""
    del op
    return np.where(x > 0, x, per_channel(weights["weight"], x) * x)


_erfc = np.frompyfunc(erfc, 1, 1)


def gelu(op: GELU, x: Array, weights: Weights) -> Array:
    """x * Phi(x); Phi by erfc, which keeps its digits where Phi is small."""
    del weights
    if op.approximate == "tanh":
        return 0.5 * x * (1 + np.tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))
    return x * normal_cdf(x)


def normal_cdf(x: Array) -> Array:
    """Phi(x), the distribution function of the standard normal."""
    return 0.5 * _erfc(x / -sqrt(2)).astype(x.dtype)


def softmax(op: Softmax, x: Array, weights: Weights) -> Array:
    """exp(x) / sum of exp(x) over axis 1."""
    del op, weights
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def log_softmax(op: LogSoftmax, x: Array, weights: Weights) -> Array:
    """x - log of the sum of exp(x) over axis 1."""
    del op, weights
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
