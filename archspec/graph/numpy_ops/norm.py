"""Normalisation in inference mode."""

import numpy as np

from archspec.graph.numpy_ops.arrays import Array, Weights, per_channel
from archspec.ops.base import real, whole
from archspec.ops.norm import BatchNorm, GroupNorm, LayerNorm, LocalResponseNorm


def bn(op: BatchNorm, x: Array, weights: Weights) -> Array:
    """(N, C) or (N, C, H, W) normalised by the running statistics."""
    mean = per_channel(weights["running_mean"], x)
    deviation = np.sqrt(per_channel(weights["running_var"], x) + real(op.eps))
    return _scale_and_shift((x - mean) / deviation, weights)


def group_norm(op: GroupNorm, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) normalised over each group of channels with all its pixels."""
    groups = x.reshape(x.shape[0], whole(op.groups), -1)
    centred = groups - groups.mean(axis=2, keepdims=True)
    variance = np.square(centred).mean(axis=2, keepdims=True)
    normal = centred / np.sqrt(variance + real(op.eps))
    return _scale_and_shift(normal.reshape(x.shape), weights)


def layer_norm(op: LayerNorm, x: Array, weights: Weights) -> Array:
    """(N, C) or (N, C, H, W) normalised over C."""
    centred = x - x.mean(axis=1, keepdims=True)
    variance = np.square(centred).mean(axis=1, keepdims=True)
    return _scale_and_shift(centred / np.sqrt(variance + real(op.eps)), weights)


def _scale_and_shift(x: Array, weights: Weights) -> Array:
    if "weight" not in weights:
        return x
    return x * per_channel(weights["weight"], x) + per_channel(weights["bias"], x)


def lrn(op: LocalResponseNorm, x: Array, weights: Weights) -> Array:
    """(N, C, H, W) divided by the activity of the channels around each."""
    del weights
    size, channels = whole(op.size), x.shape[1]
    half = size // 2
    squares = np.pad(np.square(x), ((0, 0), (half, half), (0, 0), (0, 0)))
    total = squares[:, :channels].copy()
    for shift in range(1, size):
        total += squares[:, shift : shift + channels]
    activity = real(op.k) + real(op.alpha) * (total / size)
    return x / activity ** real(op.beta)
