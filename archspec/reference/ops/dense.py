"""Dense layers; dropouts, which do nothing in inference mode."""

from archspec.ops.dense import Dense, Dropout, StochasticDepth
from archspec.reference.ops.arrays import Array, Weights


def dense(op: Dense, x: Array, weights: Weights) -> Array:
    """(N, features) to (N, units), or the same on the last of more axes."""
    del op
    y = x @ weights["weight"].T
    return y + weights["bias"] if "bias" in weights else y


def dropout(op: Dropout, x: Array, weights: Weights) -> Array:
    """The input: inverted dropout leaves inference alone."""
    del op, weights
    return x


def stochastic_depth(op: StochasticDepth, x: Array, weights: Weights) -> Array:
    """The input: inference keeps every example."""
    del op, weights
    return x
