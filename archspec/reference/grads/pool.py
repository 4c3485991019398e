"""Gradients of pooling, tap by tap."""

import numpy as np

from archspec.ops.pool import AdaptiveAvgPool, AvgPool, GlobalAvgPool, MaxPool
from archspec.reference.grads.arrays import Grads
from archspec.reference.ops import pool as forward
from archspec.reference.ops.arrays import Array, Weights, padded, size_of, unpadded


def max_pool(op: MaxPool, x: Array, weights: Weights, dy: Array) -> Grads:
    """To the first of the largest values in each window."""
    margins, count = forward.border(op, x), forward.count_of(op, x)
    y = forward.max_pool(op, x, weights)
    source = padded(x, margins, -np.inf)
    d_source = np.zeros(source.shape, x.dtype)
    waiting = np.ones(y.shape, bool)
    for tap, d_tap in zip(
        forward.windows_of(op, source, count),
        forward.windows_of(op, d_source, count),
        strict=True,
    ):
        won = waiting & (tap == y)
        d_tap += dy * won
        waiting &= ~won
    return unpadded(d_source, margins), {}


def avg_pool(op: AvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    """An equal share to each pixel of a window."""
    del weights
    margins, count = forward.border(op, x), forward.count_of(op, x)
    d_source = padded(np.zeros_like(x), margins)
    share = dy / forward.divisors(op, x)
    for d_tap in forward.windows_of(op, d_source, count):
        d_tap += share
    return unpadded(d_source, margins), {}


def global_avg_pool(op: GlobalAvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    """An equal share to each pixel."""
    del op, weights
    pixels = x.shape[2] * x.shape[3]
    return np.broadcast_to(dy / pixels, x.shape).copy(), {}


def adaptive_avg_pool(
    op: AdaptiveAvgPool, x: Array, weights: Weights, dy: Array
) -> Grads:
    """An equal share to each pixel of a window."""
    del weights
    height, width = size_of(op.size)
    down = _means(x.shape[2], height, x.dtype)
    across = _means(x.shape[3], width, x.dtype)
    return np.matmul(down.T, np.matmul(dy, across)), {}


def _means(size: int, count: int, dtype: np.dtype[np.generic]) -> Array:
    """The matrix (count, size) that takes the mean of each window along one axis."""
    means = np.zeros((count, size), dtype)
    for row, (first, end) in zip(
        means, forward.adaptive_windows(size, count), strict=True
    ):
        row[first:end] = 1 / (end - first)
    return means
