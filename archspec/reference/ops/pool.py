"""Pooling, tap by tap, with its gradients."""

from collections.abc import Iterator, Mapping
from functools import reduce
from math import prod
from typing import Any

import numpy as np

from archspec.ops.base import Op, whole
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
    Pool,
)
from archspec.reference.ops.arrays import (
    Array,
    Margins,
    Size,
    margins_of,
    padded,
    places,
    size_of,
    taps,
    unpadded,
)
from archspec.reference.ops.rule import Rule, unary


def max_pool(op: MaxPool, x: Array) -> Array:
    """Maxima of windows of (N, C, *sides)."""
    windows = windows_of(op, padded(x, border(op, x), -np.inf), count_of(op, x))
    y = next(windows).copy()
    for tap in windows:
        np.maximum(y, tap, out=y)
    return y


def max_pool_gradient(op: MaxPool, dy: Array, x: Array) -> Array:
    """The first of the largest values in each window gets the gradient."""
    margins, count = border(op, x), count_of(op, x)
    y = max_pool(op, x)
    source = padded(x, margins, -np.inf)
    d_source = np.zeros(source.shape, x.dtype)
    waiting = np.ones(y.shape, bool)
    for tap, d_tap in zip(
        windows_of(op, source, count),
        windows_of(op, d_source, count),
        strict=True,
    ):
        won = waiting & (tap == y)
        d_tap += dy * won
        waiting &= ~won
    return unpadded(d_source, margins)


def winners(op: MaxPool, x: Array) -> Array:
    """The tap with the largest value of each window; the first of equal ones."""
    source = padded(x, border(op, x), -np.inf)
    windows = windows_of(op, source, count_of(op, x))
    best = next(windows)
    winners = np.zeros(best.shape, np.intp)
    for place, tap in enumerate(windows, 1):
        winners[tap > best] = place
        best = np.maximum(best, tap)
    return winners


def avg_pool(op: AvgPool, x: Array) -> Array:
    """Means of windows of (N, C, *sides)."""
    windows = windows_of(op, padded(x, border(op, x)), count_of(op, x))
    y = next(windows).copy()
    for tap in windows:
        y += tap
    return y / divisors(op, x)


def avg_pool_gradient(op: AvgPool, dy: Array, x: Array) -> Array:
    """An equal share to each pixel of a window."""
    margins, count = border(op, x), count_of(op, x)
    d_source = padded(np.zeros_like(x), margins)
    share = dy / divisors(op, x)
    for d_tap in windows_of(op, d_source, count):
        d_tap += share
    return unpadded(d_source, margins)


def divisors(op: AvgPool, x: Array) -> Array:
    """The divisor of each window: an array with the sides of the output."""
    counts = [_counts(op, x, axis) for axis in range(len(op.kernel))]
    return np.asarray(reduce(np.multiply.outer, counts), x.dtype)


def _counts(op: AvgPool, x: Array, axis: int) -> Array:
    """The number of pixels of each window that count, along one axis.

    With ceil, a window may reach past the padding. Pixels past it never count; the padding
    itself counts if the operator has ``count_padding`` (as measured in PyTorch).
    """
    kernel, step = whole(op.kernel[axis]), whole(op.step[axis])
    low, high = margins_of(op.padding)[axis]
    size = x.shape[2 + axis]
    starts = np.arange(count_of(op, x)[axis]) * step - low
    if op.count_padding:
        return np.minimum(starts + kernel, size + high) - starts
    return np.minimum(starts + kernel, size) - np.maximum(starts, 0)


def windows_of(op: Pool, source: Array, count: Size) -> Iterator[Array]:
    """The pixels of padded images at each tap: (N, C, *count), views."""
    return taps(source, size_of(op.kernel), size_of(op.step), count)


def count_of(op: Pool, x: Array) -> Size:
    """The number of windows along each side of ``x``."""
    return size_of(op.output(x.shape[1:])[1:])


def border(op: Pool, x: Array) -> Margins:
    """The border that the windows need on each side; with ceil it can exceed the padding."""
    sides = zip(
        x.shape[2:],
        count_of(op, x),
        size_of(op.kernel),
        size_of(op.step),
        margins_of(op.padding),
        strict=True,
    )
    return tuple(
        (low, max(high, (count - 1) * step + kernel - low - size))
        for size, count, kernel, step, (low, high) in sides
    )


def _sides(x: Array) -> tuple[int, ...]:
    """The axes after the channels."""
    return tuple(range(2, x.ndim))


def global_avg_pool(_: GlobalAvgPool, x: Array) -> Array:
    """Means of (N, C, *sides) over the sides, which stay as 1."""
    return x.mean(axis=_sides(x), keepdims=True)


def global_avg_pool_gradient(_: GlobalAvgPool, dy: Array, x: Array) -> Array:
    """An equal share to each pixel."""
    return np.broadcast_to(dy / prod(x.shape[2:]), x.shape).copy()


def adaptive_avg_pool(op: AdaptiveAvgPool, x: Array) -> Array:
    """Means of (N, C, *sides) over windows that may overlap by a pixel."""
    for axis, count in zip(_sides(x), size_of(op.size), strict=True):
        windows = adaptive_windows(x.shape[axis], count)
        means = [
            x.take(range(first, end), axis).mean(axis=axis) for first, end in windows
        ]
        x = np.stack(means, axis=axis)
    return x


def adaptive_avg_pool_gradient(op: AdaptiveAvgPool, dy: Array, x: Array) -> Array:
    """An equal share to each pixel of a window."""
    for axis, count in zip(_sides(x), size_of(op.size), strict=True):
        means = _means(x.shape[axis], count, x.dtype)
        dy = np.moveaxis(np.tensordot(dy, means, (axis, 0)), -1, axis)
    return dy


def adaptive_max_pool(op: AdaptiveMaxPool | GlobalMaxPool, x: Array) -> Array:
    """Maxima of (N, C, *sides) over windows that may overlap by a pixel."""
    y = np.empty((*x.shape[:2], *_size(op, x)), x.dtype)
    for place, window in _windows(op, x):
        y[place] = x[window].max(axis=_sides(x))
    return y


def adaptive_max_pool_gradient(
    op: AdaptiveMaxPool | GlobalMaxPool, dy: Array, x: Array
) -> Array:
    """The first of the largest values in each window gets the gradient."""
    dx = np.zeros_like(x)
    for place, window in _windows(op, x):
        rows = _rows(x[window])
        won = np.arange(rows.shape[2]) == rows.argmax(axis=2)[..., None]
        dx[window] += (won * dy[place][..., None]).reshape(x[window].shape)
    return dx


def adaptive_winners(op: AdaptiveMaxPool | GlobalMaxPool, x: Array) -> Array:
    """The place of the largest value in each window; the first of equal ones."""
    return np.stack([_rows(x[window]).argmax(axis=2) for _, window in _windows(op, x)])


def _windows(
    op: AdaptiveMaxPool | GlobalMaxPool, x: Array
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The indices of each output and of its window."""
    size = _size(op, x)
    spans = [adaptive_windows(s, n) for s, n in zip(x.shape[2:], size, strict=True)]
    for place in places(size):
        window = (slice(*span[i]) for span, i in zip(spans, place, strict=True))
        yield (..., *place), (..., *window)


def _size(op: AdaptiveMaxPool | GlobalMaxPool, x: Array) -> Size:
    return size_of(op.size) if isinstance(op, AdaptiveMaxPool) else (1,) * (x.ndim - 2)


def _rows(x: Array) -> Array:
    """(N, C, values), row by row."""
    return x.reshape(*x.shape[:2], -1)


def adaptive_windows(size: int, count: int) -> list[tuple[int, int]]:
    """The (start, stop) pixels of ``count`` windows over ``size`` pixels."""
    return [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def _means(size: int, count: int, dtype: np.dtype[np.generic]) -> Array:
    """The matrix (count, size) that takes the mean of each window along one axis."""
    means = np.zeros((count, size), dtype)
    for row, (first, end) in zip(means, adaptive_windows(size, count), strict=True):
        row[first:end] = 1 / (end - first)
    return means


RULES: Mapping[type[Op], Rule] = {
    MaxPool: unary(max_pool, max_pool_gradient, winners=winners),
    AvgPool: unary(avg_pool, avg_pool_gradient),
    GlobalAvgPool: unary(global_avg_pool, global_avg_pool_gradient),
    AdaptiveAvgPool: unary(adaptive_avg_pool, adaptive_avg_pool_gradient),
    GlobalMaxPool: unary(
        adaptive_max_pool, adaptive_max_pool_gradient, winners=adaptive_winners
    ),
    AdaptiveMaxPool: unary(
        adaptive_max_pool, adaptive_max_pool_gradient, winners=adaptive_winners
    ),
}
