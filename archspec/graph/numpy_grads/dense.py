"""Gradients of dense layers, and of dropout that is off."""

from archspec.graph.numpy_grads.arrays import Grads
from archspec.graph.numpy_ops.arrays import Array, Weights
from archspec.ops.dense import Dense, Dropout


def dense(op: Dense, x: Array, weights: Weights, dy: Array) -> Grads:
    """(N, units) to (N, features)."""
    del op
    params = {"weight": dy.T @ x}
    if "bias" in weights:
        params["bias"] = dy.sum(axis=0)
    return dy @ weights["weight"], params


def dropout(op: Dropout, x: Array, weights: Weights, dy: Array) -> Grads:
    """As it came."""
    del op, x, weights
    return dy, {}
