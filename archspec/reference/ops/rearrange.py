"""Operators that move values or keep a part of them, with their gradients."""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.ops.base import Op, whole
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.reference.ops.arrays import Array, margins_of, padded, unpadded
from archspec.reference.ops.rule import Rule, unary


def reshape(op: Reshape, x: Array) -> Array:
    """(N, ...) with the values of each example in row order."""
    return x.reshape(len(x), *map(whole, op.output(x.shape[1:])))


def reshape_gradient(_: Reshape, dy: Array, x: Array) -> Array:
    """In the shape of the input."""
    return dy.reshape(x.shape)


def pixel_shuffle(op: PixelShuffle, x: Array) -> Array:
    """(N, C * scale * scale, H, W) as (N, C, H * scale, W * scale)."""
    return _enlarged(x, whole(op.scale))


def pixel_shuffle_gradient(op: PixelShuffle, dy: Array, x: Array) -> Array:
    """The squares back to their channels."""
    del x
    return _reduced(dy, whole(op.scale))


def pixel_unshuffle(op: PixelUnshuffle, x: Array) -> Array:
    """(N, C, H * scale, W * scale) as (N, C * scale * scale, H, W)."""
    return _reduced(x, whole(op.scale))


def pixel_unshuffle_gradient(op: PixelUnshuffle, dy: Array, x: Array) -> Array:
    """The channels back to their squares."""
    del x
    return _enlarged(dy, whole(op.scale))


def _enlarged(x: Array, scale: int) -> Array:
    n, _, height, width = x.shape
    blocks = x.reshape(n, -1, scale, scale, height, width)
    squares = blocks.transpose(0, 1, 4, 2, 5, 3)
    return squares.reshape(n, -1, height * scale, width * scale)


def _reduced(x: Array, scale: int) -> Array:
    n, channels, height, width = x.shape
    squares = x.reshape(n, channels, height // scale, scale, width // scale, scale)
    blocks = squares.transpose(0, 1, 3, 5, 2, 4)
    return blocks.reshape(n, -1, height // scale, width // scale)


def crop(op: Crop, x: Array) -> Array:
    """(N, C, *sides) without the margins."""
    return unpadded(x, margins_of(op.cropping))


def crop_gradient(op: Crop, dy: Array, x: Array) -> Array:
    """0 in the margins."""
    del x
    return padded(dy, margins_of(op.cropping), 0)


def roll(op: Roll, x: Array) -> Array:
    """(N, C, *sides), moved along the sides."""
    return _rolled(x, [whole(shift) for shift in op.shift])


def roll_gradient(op: Roll, dy: Array, x: Array) -> Array:
    """Moved back."""
    del x
    return _rolled(dy, [-whole(shift) for shift in op.shift])


def _rolled(x: Array, shifts: Sequence[int]) -> Array:
    return np.roll(x, shifts, tuple(range(2, x.ndim)))


RULES: Mapping[type[Op], Rule] = {
    Reshape: unary(reshape, reshape_gradient),
    PixelShuffle: unary(pixel_shuffle, pixel_shuffle_gradient),
    Crop: unary(crop, crop_gradient),
    Roll: unary(roll, roll_gradient),
    PixelUnshuffle: unary(pixel_unshuffle, pixel_unshuffle_gradient),
}
