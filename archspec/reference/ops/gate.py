"""A gated linear unit, with its gradient."""

from collections.abc import Mapping

import numpy as np

from archspec.ops.base import Op
from archspec.ops.gate import GLU
from archspec.reference.ops.activation import logistic
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Rule, unary


def _axis(op: GLU, x: Array) -> int:
    return op.number(x.shape[1:]) + 1


def glu(op: GLU, x: Array) -> Array:
    """a * sigmoid(b) for the halves a and b."""
    a, b = np.split(x, 2, _axis(op, x))
    return a * logistic(b)


def glu_gradient(op: GLU, dy: Array, x: Array) -> Array:
    """By each factor of a * sigmoid(b)."""
    axis = _axis(op, x)
    a, b = np.split(x, 2, axis)
    gate = logistic(b)
    return np.concatenate([dy * gate, dy * a * gate * logistic(-b)], axis)


RULES: Mapping[type[Op], Rule] = {
    GLU: unary(glu, glu_gradient),
}
