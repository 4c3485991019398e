"""Pooling, tap by tap."""

from collections.abc import Iterator

import numpy as np

from archspec.ops.base import whole
from archspec.ops.pool import AdaptiveAvgPool, AvgPool, GlobalAvgPool, MaxPool, Pool
from archspec.reference.ops.arrays import (
    Array,
    Margins,
    Size,
    Weights,
    margins_of,
    padded,
    size_of,
    taps,
)


def max_pool(op: MaxPool, x: Array, weights: Weights) -> Array:
    """Maxima of windows of (N, C, H, W)."""
    del weights
    windows = windows_of(op, padded(x, border(op, x), -np.inf), count_of(op, x))
    y = next(windows).copy()
    for tap in windows:
        np.maximum(y, tap, out=y)
    return y


def avg_pool(op: AvgPool, x: Array, weights: Weights) -> Array:
    """Means of windows of (N, C, H, W)."""
    del weights
    windows = windows_of(op, padded(x, border(op, x)), count_of(op, x))
    y = next(windows).copy()
    for tap in windows:
        y += tap
    return y / divisors(op, x)


def windows_of(op: Pool, source: Array, count: Size) -> Iterator[Array]:
    """For each tap, what it sees of padded images: (N, C, *count), views."""
    return taps(source, size_of(op.kernel), size_of(op.step), count)


def count_of(op: Pool, x: Array) -> Size:
    """How many windows ``x`` has, down and across."""
    height, width = op.output(x.shape[1:])[1:]
    return whole(height), whole(width)


def border(op: Pool, x: Array) -> Margins:
    """What the windows need on each side: under ceil more than the padding."""
    count = count_of(op, x)
    kernel, step = size_of(op.kernel), size_of(op.step)
    (top, bottom), (left, right) = margins_of(op.padding)
    height = (count[0] - 1) * step[0] + kernel[0]
    width = (count[1] - 1) * step[1] + kernel[1]
    bottom = max(bottom, height - top - x.shape[2])
    right = max(right, width - left - x.shape[3])
    return (top, bottom), (left, right)


def divisors(op: AvgPool, x: Array) -> Array:
    """By how much each window divides: (height, width) of the output."""
    return np.outer(*[_counts(op, x, axis) for axis in (0, 1)]).astype(x.dtype)


def _counts(op: AvgPool, x: Array, axis: int) -> Array:
    """The same along one axis.

    Under ceil a window may reach past the padding: what is past never counts, the
    padding itself counts if the operator says so (as measured in PyTorch).
    """
    kernel, step = whole(op.kernel[axis]), whole(op.step[axis])
    low, high = margins_of(op.padding)[axis]
    size = x.shape[2 + axis]
    starts = np.arange(count_of(op, x)[axis]) * step - low
    if op.count_padding:
        return np.minimum(starts + kernel, size + high) - starts
    return np.minimum(starts + kernel, size) - np.maximum(starts, 0)


def global_avg_pool(op: GlobalAvgPool, x: Array, weights: Weights) -> Array:
    """Means of (N, C, H, W) over H and W, which stay as 1."""
    del op, weights
    return x.mean(axis=(2, 3), keepdims=True)


def adaptive_avg_pool(op: AdaptiveAvgPool, x: Array, weights: Weights) -> Array:
    """Means of (N, C, H, W) over windows that may overlap by a pixel."""
    del weights
    height, width = size_of(op.size)
    y = np.empty((*x.shape[:2], height, width), x.dtype)
    columns = adaptive_windows(x.shape[3], width)
    for i, (top, bottom) in enumerate(adaptive_windows(x.shape[2], height)):
        for j, (left, right) in enumerate(columns):
            y[:, :, i, j] = x[:, :, top:bottom, left:right].mean(axis=(2, 3))
    return y


def adaptive_windows(size: int, count: int) -> list[Size]:
    """First pixel, and first after it, of ``count`` windows over ``size`` pixels."""
    return [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]
