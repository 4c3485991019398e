"""Multiplication by a learned tensor."""

from archspec.ops.scale import LayerScale
from archspec.reference.ops.arrays import Array, Weights


def layer_scale(op: LayerScale, x: Array, weights: Weights) -> Array:
    """(N, ...) times a weight of one value per channel."""
    del op
    return x * weights["weight"]
