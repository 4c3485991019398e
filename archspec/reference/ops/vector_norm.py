"""Division of vectors by their length."""

from collections.abc import Mapping

import numpy as np

from archspec.ops.base import Op, real
from archspec.ops.vector_norm import L2Normalize, RMSNorm
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule, unary


def rms_norm(op: RMSNorm, x: Array, weight: Array | None = None) -> Array:
    """(N, ...) divided by the root mean square over C, or over its last axis."""
    axis = _axis(op, x)
    y = x / _root_mean_square(op, x, axis)
    return y if weight is None else y * _along(axis, weight, x)


def rms_norm_gradient(
    op: RMSNorm, dy: Array, x: Array, weight: Array | None = None
) -> Grads:
    """``dy`` without its component along the result, divided."""
    axis = _axis(op, x)
    root = _root_mean_square(op, x, axis)
    y = x / root
    params: dict[str, Array] = {}
    if weight is not None:
        others = tuple(other for other in range(x.ndim) if other != axis)
        params["weight"] = (dy * y).sum(axis=others)
        dy = dy * _along(axis, weight, x)
    return ((dy - y * (dy * y).mean(axis=axis, keepdims=True)) / root,), params


def _root_mean_square(op: RMSNorm, x: Array, axis: int) -> Array:
    return np.sqrt(np.square(x).mean(axis=axis, keepdims=True) + real(op.eps))


def l2_normalize(op: L2Normalize, x: Array) -> Array:
    """(N, ...) divided by its norm over C, or over its last axis, or by ``eps``."""
    return x / np.maximum(_norm(op, x), real(op.eps))


def l2_normalize_gradient(op: L2Normalize, dy: Array, x: Array) -> Array:
    """``dy`` without its component along the result, unless the divisor is ``eps``."""
    divisor = np.maximum(_norm(op, x), real(op.eps))
    y = x / divisor
    along = y * (dy * y).sum(axis=_axis(op, x), keepdims=True)
    return np.where(longer(op, x), dy - along, dy) / divisor


def longer(op: L2Normalize, x: Array) -> Array:
    """Whether the norm is the divisor, rather than ``eps``."""
    return _norm(op, x) >= real(op.eps)


def _norm(op: L2Normalize, x: Array) -> Array:
    return np.sqrt(np.square(x).sum(axis=_axis(op, x), keepdims=True))


def _axis(op: RMSNorm | L2Normalize, x: Array) -> int:
    """The axis of ``op`` in a batch."""
    return x.ndim - 1 if op.axis == "last" else 1


def _along(axis: int, values: Array, x: Array) -> Array:
    """``values`` shaped to broadcast along ``axis`` of ``x``."""
    return values.reshape(-1, *[1] * (x.ndim - 1 - axis))


RULES: Mapping[type[Op], Rule] = {
    RMSNorm: Rule(rms_norm, rms_norm_gradient),
    L2Normalize: unary(l2_normalize, l2_normalize_gradient, winners=longer),
}
