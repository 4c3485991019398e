"""Gradients of a multiplication by a learned tensor."""

from archspec.ops.base import real
from archspec.ops.scale import LayerScale, Scale
from archspec.reference.grads.arrays import Grads
from archspec.reference.ops.arrays import Array, Weights


def layer_scale(op: LayerScale, x: Array, weights: Weights, dy: Array) -> Grads:
    """The weight is repeated over the batch, and along all axes but its own."""
    own = x.ndim - 1 if op.axis == "last" else 1
    axes = tuple(axis for axis in range(x.ndim) if axis != own)
    weight = weights["weight"]
    return dy * weight, {"weight": (dy * x).sum(axis=axes).reshape(weight.shape)}


def scale(op: Scale, x: Array, weights: Weights, dy: Array) -> Grads:
    """The factor."""
    del x, weights
    return dy * real(op.factor), {}
