"""Shared parts of the rules: array types, borders, taps of windows, channels."""

from collections.abc import Iterator
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from archspec.ops.base import whole
from archspec.ops.fields.kinds import Pads, Sizes

Array: TypeAlias = npt.NDArray[Any]
Size: TypeAlias = tuple[int, ...]  # one for each side: height, width
Margins: TypeAlias = tuple[tuple[int, int], ...]  # (top, bottom), (left, right)


def size_of(sizes: Sizes) -> Size:
    """``sizes``, which must contain numbers."""
    return tuple(map(whole, sizes))


def margins_of(pads: Pads) -> Margins:
    """``pads``, which must contain numbers."""
    return tuple((whole(low), whole(high)) for low, high in pads)


def padded(x: Array, margins: Margins, value: float = 0.0) -> Array:
    """``x`` (N, C, *sides) with a border of ``value``."""
    if not any(map(any, margins)):
        return x
    return np.pad(x, ((0, 0), (0, 0), *margins), constant_values=value)


def unpadded(x: Array, margins: Margins) -> Array:
    """``x`` (N, C, *sides) without its border: a view."""
    sides = zip(x.shape[2:], margins, strict=True)
    return x[(..., *(slice(low, size - high) for size, (low, high) in sides))]


def places(sides: Size) -> Iterator[Size]:
    """All places of a window with these sides, row by row."""
    return product(*map(range, sides))


def reached(place: Size, step: Size, count: Size) -> tuple[slice, ...]:
    """What a tap at ``place`` sees along each side."""
    return tuple(
        slice(first, first + (number - 1) * by + 1, by)
        for first, by, number in zip(place, step, count, strict=True)
    )


def taps(x: Array, kernel: Size, step: Size, count: Size) -> Iterator[Array]:
    """The pixels at each tap of the window: (N, C, *count), views of ``x``."""
    for place in places(kernel):
        yield x[(..., *reached(place, step, count))]


def per_channel(values: Array, x: Array) -> Array:
    """``values`` (C,) or (1,) shaped to broadcast along the channels of ``x``."""
    return values.reshape(-1, *[1] * (x.ndim - 2))


def batch_axes(x: Array) -> tuple[int, ...]:
    """All axes of ``x`` except the channels."""
    return (0, *range(2, x.ndim))


def side_axes(x: Array) -> tuple[int, ...]:
    """The axes of ``x`` after its channels."""
    return tuple(range(2, x.ndim))


def channel_sums(x: Array) -> Array:
    """Sums of (N, C, *sides) per channel: (C,)."""
    return x.sum(axis=batch_axes(x))
