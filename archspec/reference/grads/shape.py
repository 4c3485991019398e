"""Gradients of operators that move values, and of joins."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from archspec.ops.base import whole
from archspec.ops.shape import (
    ChannelShuffle,
    Flatten,
    Identity,
    Pad,
    Permute,
    Slice,
    Upsample,
)
from archspec.reference.grads.arrays import Grads
from archspec.reference.ops.arrays import Array, Weights, margins_of, unpadded
from archspec.reference.ops.shape import resized


def flatten(op: Flatten, x: Array, weights: Weights, dy: Array) -> Grads:
    """Back to the shape of the input."""
    del op, weights
    return dy.reshape(x.shape), {}


def identity(op: Identity, x: Array, weights: Weights, dy: Array) -> Grads:
    """As it came."""
    del op, x, weights
    return dy, {}


def pad(op: Pad, x: Array, weights: Weights, dy: Array) -> Grads:
    """Without the border."""
    del x, weights
    return unpadded(dy, margins_of(op.padding)), {}


def slice_channels(op: Slice, x: Array, weights: Weights, dy: Array) -> Grads:
    """0 for the channels that were left out."""
    del weights
    dx = np.zeros(x.shape, dy.dtype)
    dx[:, whole(op.start) : whole(op.stop)] = dy
    return dx, {}


def channel_shuffle(op: ChannelShuffle, x: Array, weights: Weights, dy: Array) -> Grads:
    """Each channel back to its group."""
    del weights
    groups = dy.reshape(len(x), -1, whole(op.groups), *x.shape[2:])
    return groups.swapaxes(1, 2).reshape(x.shape), {}


def permute(op: Permute, x: Array, weights: Weights, dy: Array) -> Grads:
    """The axes back in their order."""
    del x, weights
    return dy.transpose(0, *(op.order.index(axis) + 1 for axis in range(3))), {}


def upsample(op: Upsample, x: Array, weights: Weights, dy: Array) -> Grads:
    """Resizing is linear along each side: the product with its matrix, transposed."""
    del weights
    # What resizing makes of the unit vectors: (height or width, that of the input).
    down, across = (
        resized(op, np.eye(x.shape[axis], dtype=x.dtype), 0, dy.shape[axis])
        for axis in (2, 3)
    )
    return np.matmul(down.T, np.matmul(dy, across)), {}


def join(kind: str, inputs: Sequence[Array], dy: Array) -> list[Array]:
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
