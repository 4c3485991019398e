"""Gradients of dense layers, and of dropouts that are off."""

from archspec.ops.dense import Dense, Dropout, StochasticDepth
from archspec.reference.grads.arrays import Grads
from archspec.reference.ops.arrays import Array, Weights


def dense(op: Dense, x: Array, weights: Weights, dy: Array) -> Grads:
    """(N, units) to (N, features), or the same on the last of more axes."""
    del op
    rows = dy.reshape(-1, dy.shape[-1])
    params = {"weight": rows.T @ x.reshape(-1, x.shape[-1])}
    if "bias" in weights:
        params["bias"] = rows.sum(axis=0)
    return dy @ weights["weight"], params


def dropout(op: Dropout, x: Array, weights: Weights, dy: Array) -> Grads:
    """As it came."""
    del op, x, weights
    return dy, {}


def stochastic_depth(
    op: StochasticDepth, x: Array, weights: Weights, dy: Array
) -> Grads:
    """As it came."""
    del op, x, weights
    return dy, {}
