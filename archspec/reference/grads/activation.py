"""Gradients of activations.

Where a derivative jumps, it is PyTorch's: of ``relu``, ``relu6`` and the hard ones that of
the outer side, of those with a slope that of the smaller values. It is that of the other
side in Paddle's ``leaky_relu`` and Chainer's ``prelu`` at 0, and in MXNet's ``clip``.
"""

from collections.abc import Callable
from math import pi, sqrt
from typing import Any, TypeAlias

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
from archspec.reference.grads.arrays import Grads, channel_sums
from archspec.reference.ops import activation as forward
from archspec.reference.ops.activation import SELU_ALPHA, SELU_SCALE, logistic
from archspec.reference.ops.arrays import Array, Weights, per_channel

# From an operator without tensors, its input x and dy, to dx.
Pointwise: TypeAlias = Callable[[Any, Array, Array], Array]


def pointwise(function: Pointwise) -> Callable[[Any, Array, Weights, Array], Grads]:
    """``function`` as a gradient."""

    def gradient(op: Any, x: Array, weights: Weights, dy: Array) -> Grads:
        del weights
        return function(op, x, dy), {}

    return gradient


def relu(op: ReLU, x: Array, dy: Array) -> Array:
    """1 where positive, else 0."""
    del op
    return dy * (x > 0)


def relu6(op: ReLU6, x: Array, dy: Array) -> Array:
    """1 between 0 and 6, else 0."""
    del op
    return dy * ((x > 0) & (x < 6))


def sigmoid(op: Sigmoid, x: Array, dy: Array) -> Array:
    """y * (1 - y)."""
    del op
    return dy * logistic(x) * logistic(-x)


def tanh(op: Tanh, x: Array, dy: Array) -> Array:
    """1 - y**2."""
    del op
    return dy * (1 - np.square(np.tanh(x)))


def silu(op: SiLU, x: Array, dy: Array) -> Array:
    """By each factor of x * sigmoid(x)."""
    del op
    return dy * logistic(x) * (1 + x * logistic(-x))


def softplus(op: Softplus, x: Array, dy: Array) -> Array:
    """sigmoid(x)."""
    del op
    return dy * logistic(x)


def mish(op: Mish, x: Array, dy: Array) -> Array:
    """By each factor of x * tanh(softplus(x))."""
    del op
    factor = np.tanh(forward.log1p_exp(x))
    return dy * (factor + x * (1 - np.square(factor)) * logistic(x))


def selu(op: SELU, x: Array, dy: Array) -> Array:
    """As elu, scaled."""
    del op
    return _elu(x, SELU_ALPHA, SELU_SCALE * dy)


def elu(op: ELU, x: Array, dy: Array) -> Array:
    """1, or alpha * exp(x) where not positive."""
    return _elu(x, real(op.alpha), dy)


def _elu(x: Array, alpha: float, dy: Array) -> Array:
    return np.where(x > 0, dy, dy * (alpha * np.exp(np.minimum(x, 0))))


def hard_sigmoid(op: HardSigmoid, x: Array, dy: Array) -> Array:
    """1 / 6 between -3 and 3, else 0."""
    del op
    return dy * ((x > -3) & (x < 3)) / 6


def hard_swish(op: HardSwish, x: Array, dy: Array) -> Array:
    """x / 3 + 1 / 2 between -3 and 3, else 0 or 1."""
    del op
    inner = np.where(x < 3, dy * (x / 3 + 0.5), dy)
    return inner * (x > -3)


def leaky_relu(op: LeakyReLU, x: Array, dy: Array) -> Array:
    """1, or slope where not positive."""
    return np.where(x > 0, dy, real(op.slope) * dy)


def gelu(op: GELU, x: Array, dy: Array) -> Array:
    """By each factor of x * Phi(x)."""
    if op.approximate == "tanh":
        scale = sqrt(2 / pi)
        factor = np.tanh(scale * (x + 0.044715 * x**3))
        inner = scale * (1 + 3 * 0.044715 * np.square(x))
        return dy * 0.5 * (1 + factor + x * (1 - np.square(factor)) * inner)
    density = np.exp(-0.5 * np.square(x)) / sqrt(2 * pi)
    return dy * (forward.normal_cdf(x) + x * density)


def prelu(op: PReLU, x: Array, weights: Weights, dy: Array) -> Grads:
    """1, or weight where not positive."""
    weight = weights["weight"]
    slopes = channel_sums(dy * np.minimum(x, 0))
    d_weight = slopes if op.per_channel else slopes.sum(keepdims=True)
    return np.where(x > 0, dy, per_channel(weight, x) * dy), {"weight": d_weight}


def softmax(op: Softmax, x: Array, weights: Weights, dy: Array) -> Grads:
    """y * (dy less its mean weighted by y)."""
    y = forward.softmax(op, x, weights)
    return y * (dy - (y * dy).sum(axis=1, keepdims=True)), {}


def log_softmax(op: LogSoftmax, x: Array, weights: Weights, dy: Array) -> Grads:
    """dy less its sum times softmax(x)."""
    share = np.exp(forward.log_softmax(op, x, weights))
    return dy - share * dy.sum(axis=1, keepdims=True), {}
