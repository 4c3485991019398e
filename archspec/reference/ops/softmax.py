"""Softmax over an axis, and its logarithm, with their gradients."""

from collections.abc import Mapping

import numpy as np

from archspec.ops.base import Op
from archspec.ops.softmax import LogSoftmax, OverAxis, Softmax
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Rule, unary


def _axis(op: OverAxis, x: Array) -> int:
    return op.number(x.shape[1:]) + 1


def softmax(op: Softmax, x: Array) -> Array:
    """exp(x) / sum of exp(x) over the axis."""
    axis = _axis(op, x)
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def softmax_gradient(op: Softmax, dy: Array, x: Array) -> Array:
    """y * (dy less its mean weighted by y)."""
    y = softmax(op, x)
    return y * (dy - (y * dy).sum(axis=_axis(op, x), keepdims=True))


def log_softmax(op: LogSoftmax, x: Array) -> Array:
    """x - log of the sum of exp(x) over the axis."""
    axis = _axis(op, x)
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def log_softmax_gradient(op: LogSoftmax, dy: Array, x: Array) -> Array:
    """dy less its sum times softmax(x)."""
    share = np.exp(log_softmax(op, x))
    return dy - share * dy.sum(axis=_axis(op, x), keepdims=True)


RULES: Mapping[type[Op], Rule] = {
    Softmax: unary(softmax, softmax_gradient),
    LogSoftmax: unary(log_softmax, log_softmax_gradient),
}
