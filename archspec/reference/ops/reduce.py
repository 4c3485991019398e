"""Reductions over axes, with their gradients."""

from collections.abc import Mapping
from math import prod

import numpy as np

from archspec.ops.base import Op
from archspec.ops.reduce import Max, Mean, Min, Reduce, Sum
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Rule, unary


def _axes(op: Reduce, x: Array) -> tuple[int, ...]:
    """The reduced axes of ``x``, which has the batch first."""
    return tuple(axis + 1 for axis in op.axes(x.shape[1:]))


def mean(op: Mean, x: Array) -> Array:
    """The mean over the axes."""
    return x.mean(axis=_axes(op, x), keepdims=op.keep)


def mean_gradient(op: Mean, dy: Array, x: Array) -> Array:
    """An equal share to each value."""
    count = prod(x.shape[axis] for axis in _axes(op, x))
    return _spread(op, dy / count, x)


def sum_(op: Sum, x: Array) -> Array:
    """The sum over the axes."""
    return x.sum(axis=_axes(op, x), keepdims=op.keep)


def sum_gradient(op: Sum, dy: Array, x: Array) -> Array:
    """1 with respect to each value."""
    return _spread(op, dy, x)


def max_(op: Max, x: Array) -> Array:
    """The largest value over the axes."""
    return x.max(axis=_axes(op, x), keepdims=op.keep)


def min_(op: Min, x: Array) -> Array:
    """The smallest value over the axes."""
    return x.min(axis=_axes(op, x), keepdims=op.keep)


def winners(op: Max | Min, x: Array) -> Array:
    """Whether each value is equal to the largest, or the smallest, one."""
    extreme = np.max if isinstance(op, Max) else np.min
    return x == extreme(x, axis=_axes(op, x), keepdims=True)


def extreme_gradient(op: Max | Min, dy: Array, x: Array) -> Array:
    """An equal share to each of the largest, or the smallest, values."""
    won = winners(op, x)
    counts = won.sum(axis=_axes(op, x), keepdims=True, dtype=x.dtype)
    return _spread(op, dy, x) * won / counts


def _spread(op: Reduce, dy: Array, x: Array) -> Array:
    """``dy`` at each value that was reduced."""
    if not op.keep:
        dy = np.expand_dims(dy, _axes(op, x))
    return np.broadcast_to(dy, x.shape).copy()


RULES: Mapping[type[Op], Rule] = {
    Mean: unary(mean, mean_gradient),
    Sum: unary(sum_, sum_gradient),
    Max: unary(max_, extreme_gradient, winners=winners),
    Min: unary(min_, extreme_gradient, winners=winners),
}
