"""Multiplication by a learned tensor."""

from archspec.graph.numpy_ops.arrays import Array, Weights
from archspec.ops.scale import LayerScale


def layer_scale(op: LayerScale, x: Array, weights: Weights) -> Array:
    """(N, ...) times a weight of one value per channel."""
    del op
    return x * weights["weight"]
