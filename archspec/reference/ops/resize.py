"""Resizing, with its gradient."""

from collections.abc import Mapping

import numpy as np

from archspec.ops.base import Op, real, whole
from archspec.ops.resize import Upsample
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule


def upsample(op: Upsample, x: Array, like: Array | None = None) -> Array:
    """(N, C, *sides) resized along each side in turn."""
    shapes = [array.shape[1:] for array in (x, like) if array is not None]
    counts = [whole(size) for size in op.output(*shapes)[1:]]
    for side, count in enumerate(counts):
        x = _resized(op, x, side + 2, side, count)
    return x


def upsample_gradient(
    op: Upsample, dy: Array, x: Array, like: Array | None = None
) -> Grads:
    """Resizing is linear along each side: the product with its matrix, transposed."""
    dx = dy
    for side in range(x.ndim - 2):
        axis = side + 2
        # The resized unit vectors: (size of the output, size of the input).
        units = np.eye(x.shape[axis], dtype=x.dtype)
        matrix = _resized(op, units, 0, side, dy.shape[axis])
        dx = np.moveaxis(np.moveaxis(dx, axis, -1) @ matrix, -1, axis)
    return ([dx] if like is None else [dx, np.zeros_like(like)]), {}


def _resized(op: Upsample, x: Array, axis: int, side: int, count: int) -> Array:
    """``x`` with ``count`` pixels along ``axis``, which is the side ``side``."""
    factor = None if op.scale is None else real(op.scale[side])
    if op.mode == "nearest":
        return x.take(_nearest(x.shape[axis], count, factor), axis)
    return _linear(x, axis, _places(op, x.shape[axis], count, factor))


def _nearest(size: int, count: int, factor: float | None) -> Array:
    """The pixel that each new pixel copies."""
    pixels = np.arange(count)
    if factor is None:
        return pixels * size // count
    return (pixels // factor).astype(np.intp)


def _places(op: Upsample, size: int, count: int, factor: float | None) -> Array:
    """The place of each new pixel among those of the input."""
    pixels = np.arange(count)
    if op.align_corners:
        return pixels * ((size - 1) / max(count - 1, 1))
    places = (pixels + 0.5) / (factor or count / size) - 0.5
    return places.clip(0, size - 1)


def _linear(x: Array, axis: int, places: Array) -> Array:
    low = places.astype(np.intp)
    high = np.minimum(low + 1, x.shape[axis] - 1)
    along = [1] * x.ndim
    along[axis] = len(places)
    share = (places - low).reshape(along).astype(x.dtype)
    return x.take(low, axis) * (1 - share) + x.take(high, axis) * share


RULES: Mapping[type[Op], Rule] = {Upsample: Rule(upsample, upsample_gradient)}
