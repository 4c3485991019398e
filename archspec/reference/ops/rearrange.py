"""Operators that give values other axes, with their gradients."""

from collections.abc import Mapping

from archspec.ops.base import Op, whole
from archspec.ops.rearrange import PixelShuffle, PixelUnshuffle, Reshape
from archspec.reference.ops.arrays import Array
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


RULES: Mapping[type[Op], Rule] = {
    Reshape: unary(reshape, reshape_gradient),
    PixelShuffle: unary(pixel_shuffle, pixel_shuffle_gradient),
    PixelUnshuffle: unary(pixel_unshuffle, pixel_unshuffle_gradient),
}
