"""Shared parts of the rules: array types, borders, taps of windows, channels."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from archspec.ops.base import whole
from archspec.ops.fields.kinds import Pads, Pair

Array: TypeAlias = npt.NDArray[Any]
Size: TypeAlias = tuple[int, int]  # height, width
Margins: TypeAlias = tuple[Size, Size]  # (top, bottom), (left, right)


def size_of(pair: Pair) -> Size:
    """``pair``, which must contain numbers."""
    return whole(pair[0]), whole(pair[1])


def margins_of(pads: Pads) -> Margins:
    """``pads``, which must contain numbers."""
    return size_of(pads[0]), size_of(pads[1])


def padded(x: Array, margins: Margins, value: float = 0.0) -> Array:
    """Images ``x`` (N, C, H, W) with a border of ``value``."""
    if margins == ((0, 0), (0, 0)):
        return x
    return np.pad(x, ((0, 0), (0, 0), *margins), constant_values=value)


def unpadded(x: Array, margins: Margins) -> Array:
    """Images ``x`` (N, C, H, W) without their border: a view."""
    (top, bottom), (left, right) = margins
    return x[:, :, top : x.shape[2] - bottom, left : x.shape[3] - right]


def taps(x: Array, kernel: Size, step: Size, count: Size) -> Iterator[Array]:
    """The pixels at each tap of the window: (N, C, *count), views of ``x``."""
    rows, columns = (count[0] - 1) * step[0] + 1, (count[1] - 1) * step[1] + 1
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            yield x[:, :, i : i + rows : step[0], j : j + columns : step[1]]


def per_channel(values: Array, x: Array) -> Array:
    """``values`` (C,) or (1,) shaped to broadcast along the channels of ``x``."""
    return values.reshape(-1, *[1] * (x.ndim - 2))


def batch_axes(x: Array) -> tuple[int, ...]:
    """All axes of ``x`` except the channels."""
    return (0, *range(2, x.ndim))


def channel_sums(x: Array) -> Array:
    """Sums of (N, C) or (N, C, H, W) per channel: (C,)."""
    return x.sum(axis=batch_axes(x))
