"""Joins, with their gradients."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from archspec.reference.ops.arrays import Array


def join(kind: str, inputs: Sequence[Array]) -> Array:
    """``add``, ``mul`` or ``concat`` (of channels) of ``inputs`` (N, C, ...)."""
    if kind == "concat":
        return np.concatenate(inputs, axis=1)
    return reduce(np.add if kind == "add" else np.multiply, inputs)


def join_gradient(kind: str, dy: Array, inputs: Sequence[Array]) -> list[Array]:
    """The gradient by each input of ``add``, ``mul`` or ``concat``."""
    if kind == "concat":
        ends = np.cumsum([x.shape[1] for x in inputs])
        return np.split(dy, ends[:-1], axis=1)
    if kind == "add":
        return [_unbroadcast(dy, x) for x in inputs]
    return [
        _unbroadcast(reduce(np.multiply, [*inputs[:i], *inputs[i + 1 :]], dy), x)
        for i, x in enumerate(inputs)
    ]


def _unbroadcast(dy: Array, x: Array) -> Array:
    """The sum of ``dy`` over the sides along which ``x`` was repeated."""
    axes = tuple(i for i in range(dy.ndim) if x.shape[i] != dy.shape[i])
    return dy.sum(axis=axes, keepdims=True) if axes else dy
