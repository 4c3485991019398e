"""Operators that move values, with their gradients."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from archspec.ops.base import Op, real, whole
from archspec.ops.fields.kinds import Pair
from archspec.ops.shape import ChannelShuffle, Pad, Permute, Slice
from archspec.reference.ops.arrays import Array, margins_of, padded, unpadded
from archspec.reference.ops.rule import Rule, unary


def pad(op: Pad, x: Array) -> Array:
    """(N, C, *sides) with a border."""
    if op.mode == "constant":
        return padded(x, margins_of(op.padding), real(op.value))
    for axis, pads in enumerate(op.padding, 2):
        x = x.take(_sources(op, pads, x.shape[axis]), axis)
    return x


def pad_gradient(op: Pad, dy: Array, x: Array) -> Array:
    """Without the border; what it repeats gets its gradient too."""
    if op.mode == "constant":
        return unpadded(dy, margins_of(op.padding))
    for axis, pads in enumerate(op.padding, 2):
        dx = np.zeros(
            (*dy.shape[:axis], x.shape[axis], *dy.shape[axis + 1 :]), dy.dtype
        )
        sources = _sources(op, pads, x.shape[axis])
        np.add.at(dx.swapaxes(0, axis), sources, dy.swapaxes(0, axis))
        dy = dx
    return dy


def _sources(op: Pad, pads: Pair, size: int) -> NDArray[np.intp]:
    """The place in a side of the input of each pixel of the output."""
    low, high = map(whole, pads)
    places = np.arange(-low, size + high)
    if op.mode == "edge":
        return places.clip(0, size - 1)
    return (size - 1) - np.abs((size - 1) - np.abs(places))


def slice_(op: Slice, x: Array) -> Array:
    """Every ``step``-th value from ``start`` to ``stop`` on the axis."""
    return x[_kept(op, x)]


def slice_gradient(op: Slice, dy: Array, x: Array) -> Array:
    """0 for what was left out."""
    dx = np.zeros(x.shape, dy.dtype)
    dx[_kept(op, x)] = dy
    return dx


def _kept(op: Slice, x: Array) -> tuple[slice, ...]:
    stop = None if op.stop is None else whole(op.stop)
    axis = op.number(x.shape[1:]) + 1
    return (*(slice(None),) * axis, slice(whole(op.start), stop, whole(op.step)))


def channel_shuffle(op: ChannelShuffle, x: Array) -> Array:
    """(N, C, *sides) with channels taken from each group in turn."""
    groups = x.reshape(len(x), whole(op.groups), -1, *x.shape[2:])
    return groups.swapaxes(1, 2).reshape(x.shape)


def channel_shuffle_gradient(op: ChannelShuffle, dy: Array, x: Array) -> Array:
    """Each channel back to its group."""
    groups = dy.reshape(len(x), -1, whole(op.groups), *x.shape[2:])
    return groups.swapaxes(1, 2).reshape(x.shape)


def permute(op: Permute, x: Array) -> Array:
    """(N, ...) with its other axes in another order."""
    return x.transpose(0, *(axis + 1 for axis in op.order))


def permute_gradient(op: Permute, dy: Array, x: Array) -> Array:
    """The axes back in their order."""
    return dy.transpose(0, *(op.order.index(axis) + 1 for axis in range(x.ndim - 1)))


RULES: Mapping[type[Op], Rule] = {
    Pad: unary(pad, pad_gradient),
    Slice: unary(slice_, slice_gradient),
    ChannelShuffle: unary(channel_shuffle, channel_shuffle_gradient),
    Permute: unary(permute, permute_gradient),
}
