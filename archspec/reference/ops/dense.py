"""Dense layers and the operators around them; dropouts stay off."""

from collections.abc import Mapping

from archspec.ops.base import Op
from archspec.ops.dense import Dense, Dropout, Flatten, Identity, StochasticDepth
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule, unary


def dense(_: Dense, x: Array, weight: Array, bias: Array | None = None) -> Array:
    """(N, features) to (N, units), or the same on the last of more axes."""
    y = x @ weight.T
    return y if bias is None else y + bias


def dense_gradient(
    _: Dense, dy: Array, x: Array, weight: Array, bias: Array | None = None
) -> Grads:
    """(N, units) to (N, features), or the same on the last of more axes."""
    rows = dy.reshape(-1, dy.shape[-1])
    params = {"weight": rows.T @ x.reshape(-1, x.shape[-1])}
    if bias is not None:
        params["bias"] = rows.sum(axis=0)
    return (dy @ weight,), params


def dropout(_: Dropout | StochasticDepth, x: Array) -> Array:
    """The input, since inference drops nothing and training runs without dropout."""
    return x


def dropout_gradient(_: Dropout | StochasticDepth, dy: Array, x: Array) -> Array:
    """The gradient, unchanged."""
    del x
    return dy


def flatten(_: Flatten, x: Array) -> Array:
    """(N, ...) to (N, features)."""
    return x.reshape(x.shape[0], -1)


def flatten_gradient(_: Flatten, dy: Array, x: Array) -> Array:
    """Back to the shape of the input."""
    return dy.reshape(x.shape)


def identity(_: Identity, x: Array) -> Array:
    """The input."""
    return x


def identity_gradient(_: Identity, dy: Array, x: Array) -> Array:
    """The gradient, unchanged."""
    del x
    return dy


RULES: Mapping[type[Op], Rule] = {
    Dense: Rule(dense, dense_gradient),
    Dropout: unary(dropout, dropout_gradient),
    StochasticDepth: unary(dropout, dropout_gradient),
    Flatten: unary(flatten, flatten_gradient),
    Identity: unary(identity, identity_gradient),
}
