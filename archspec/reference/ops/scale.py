"""Multiplication by a number, or by a learned tensor."""

from collections.abc import Mapping

from archspec.ops.base import Op, real
from archspec.ops.scale import LayerScale, Scale
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule, unary


def layer_scale(_: LayerScale, x: Array, weight: Array) -> Array:
    """(N, ...) times a weight of one value per channel."""
    return x * weight


def layer_scale_gradient(op: LayerScale, dy: Array, x: Array, weight: Array) -> Grads:
    """The weight is repeated over the batch, and along all axes but its own."""
    own = x.ndim - 1 if op.axis == "last" else 1
    axes = tuple(axis for axis in range(x.ndim) if axis != own)
    d_weight = (dy * x).sum(axis=axes).reshape(weight.shape)
    return (dy * weight,), {"weight": d_weight}


def scale(op: Scale, x: Array) -> Array:
    """The input times the factor."""
    return x * real(op.factor)


def scale_gradient(op: Scale, dy: Array, x: Array) -> Array:
    """The factor."""
    del x
    return dy * real(op.factor)


RULES: Mapping[type[Op], Rule] = {
    LayerScale: Rule(layer_scale, layer_scale_gradient),
    Scale: unary(scale, scale_gradient),
}
