"""Operators that move or scale values without trained weights, and joins."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from archspec.ops.base import real, whole
from archspec.ops.scale import Scale
from archspec.ops.shape import (
    ChannelShuffle,
    Flatten,
    Identity,
    Pad,
    Permute,
    Slice,
    Upsample,
)
from archspec.reference.ops.arrays import Array, Weights, margins_of, padded


def flatten(op: Flatten, x: Array, weights: Weights) -> Array:
    """(N, ...) to (N, features)."""
    del op, weights
    return x.reshape(x.shape[0], -1)


def identity(op: Identity, x: Array, weights: Weights) -> Array:
    """The input."""
    del op, weights
    return x


def scale(op: Scale, x: Array, weights: Weights) -> Array:
    """The input times the factor."""
    del weights
    return x * real(op.factor)


def pad(op: Pad, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) with a border of one value."""
    del weights
    return padded(x, margins_of(op.padding), real(op.value))


def slice_channels(op: Slice, x: Array, weights: Weights) -> Array:
    """The channels from start to stop."""
    del weights
    return x[:, whole(op.start) : whole(op.stop)]


def permute(op: Permute, x: Array, weights: Weights) -> Array:
    """(N, ...) with its other axes in another order."""
    del weights
    return x.transpose(0, *(axis + 1 for axis in op.order))


def channel_shuffle(op: ChannelShuffle, x: Array, weights: Weights) -> Array:
    """(N, C, H, W), whose channels come in turn from each group."""
    del weights
    groups = x.reshape(len(x), whole(op.groups), -1, *x.shape[2:])
    return groups.swapaxes(1, 2).reshape(x.shape)


def upsample(op: Upsample, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) resized along H, then along W."""
    del weights
    height, width = (whole(size) for size in op.output(x.shape[1:])[1:])
    return resized(op, resized(op, x, 2, height), 3, width)


def resized(op: Upsample, x: Array, axis: int, count: int) -> Array:
    """``x`` with ``count`` pixels along ``axis``."""
    resize = _nearest if op.mode == "nearest" else _bilinear
    return resize(x, axis, count)


def _nearest(x: Array, axis: int, count: int) -> Array:
    return x.take(np.arange(count) * x.shape[axis] // count, axis)


def _bilinear(x: Array, axis: int, count: int) -> Array:
    size = x.shape[axis]
    place = np.maximum((np.arange(count) + 0.5) * (size / count) - 0.5, 0)
    low = place.astype(np.intp)  # place < size: (count - 0.5) / count * size
    high = np.minimum(low + 1, size - 1)
    along = [1] * x.ndim
    along[axis] = count
    share = (place - low).reshape(along).astype(x.dtype)
    return x.take(low, axis) * (1 - share) + x.take(high, axis) * share


def join(kind: str, inputs: Sequence[Array]) -> Array:
    """``add``, ``mul`` or ``concat`` (of channels) of ``inputs`` (N, C, ...)."""
    if kind == "concat":
        return np.concatenate(inputs, axis=1)
    return reduce(np.add if kind == "add" else np.multiply, inputs)
