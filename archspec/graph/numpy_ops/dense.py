"""Dense layers; dropout, which does nothing in inference mode."""

from archspec.graph.numpy_ops.arrays import Array, Weights
from archspec.ops.dense import Dense, Dropout


def dense(op: Dense, x: Array, weights: Weights) -> Array:
    """(N, features) to (N, units)."""
    del op
    y = x @ weights["weight"].T
    return y + weights["bias"] if "bias" in weights else y


def dropout(op: Dropout, x: Array, weights: Weights) -> Array:
    """The input: inverted dropout leaves inference alone."""
    del op, weights
    return x
