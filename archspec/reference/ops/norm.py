"""Normalisation; of a batch also in training."""

import numpy as np

from archspec.ops.base import real, whole
from archspec.ops.norm import BatchNorm, GroupNorm, LayerNorm, LocalResponseNorm
from archspec.reference.ops.arrays import Array, Weights, per_channel


def bn(op: BatchNorm, x: Array, weights: Weights) -> Array:
    """(N, C) or (N, C, H, W) normalised by the running statistics."""
    mean = per_channel(weights["running_mean"], x)
    deviation = np.sqrt(per_channel(weights["running_var"], x) + real(op.eps))
    return _scale_and_shift((x - mean) / deviation, weights)


def batch_norm(op: BatchNorm, x: Array, weights: Weights) -> Array:
    """``bn`` in training: normalised by the mean and biased variance of the batch."""
    normal, _ = standardised(x, batch_axes(x), real(op.eps))
    return _scale_and_shift(normal, weights)


def batch_axes(x: Array) -> tuple[int, ...]:
    """All axes of ``x`` but that of the channels."""
    return (0, *range(2, x.ndim))


def standardised(
    x: Array, axes: int | tuple[int, ...], eps: float
) -> tuple[Array, Array]:
    """``x`` with mean 0 and variance 1 over ``axes``, and what divided it."""
    centred = x - x.mean(axis=axes, keepdims=True)
    variance = np.square(centred).mean(axis=axes, keepdims=True)
    deviation = np.sqrt(variance + eps)
    return centred / deviation, deviation


def group_norm(op: GroupNorm, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) normalised over each group of channels with all its pixels."""
    groups = x.reshape(x.shape[0], whole(op.groups), -1)
    normal, _ = standardised(groups, 2, real(op.eps))
    return _scale_and_shift(normal.reshape(x.shape), weights)


def layer_norm(op: LayerNorm, x: Array, weights: Weights) -> Array:
    """(N, C) or (N, C, H, W) normalised over C, or (N, H, W, C) over its last axis."""
    last = op.axis == "last"
    normal, _ = standardised(x, x.ndim - 1 if last else 1, real(op.eps))
    if last:
        return normal * weights["weight"] + weights["bias"]
    return _scale_and_shift(normal, weights)


def _scale_and_shift(x: Array, weights: Weights) -> Array:
    if "weight" not in weights:
        return x
    return x * per_channel(weights["weight"], x) + per_channel(weights["bias"], x)


def lrn(op: LocalResponseNorm, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) divided by the activity of the channels around each."""
    del weights
    return x / activity(op, x) ** real(op.beta)


def activity(op: LocalResponseNorm, x: Array) -> Array:
    """``k`` plus the weighted mean square around each channel."""
    total = neighbours(np.square(x), whole(op.size))
    return real(op.k) + real(op.alpha) * (total / whole(op.size))


def neighbours(x: Array, size: int) -> Array:
    """Sums of ``x`` over ``size`` channels centred on each."""
    half, channels = size // 2, x.shape[1]
    wide = np.pad(x, ((0, 0), (half, half), (0, 0), (0, 0)))
    total = wide[:, :channels].copy()
    for shift in range(1, size):
        total += wide[:, shift : shift + channels]
    return total
