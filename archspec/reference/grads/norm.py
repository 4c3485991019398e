"""Gradients of normalisation; of a batch also in training."""

import numpy as np

from archspec.ops.base import real, whole
from archspec.ops.norm import BatchNorm, GroupNorm, LayerNorm, LocalResponseNorm
from archspec.record import replace
from archspec.reference.grads.arrays import Grads, channel_sums
from archspec.reference.ops.arrays import Array, Weights, per_channel
from archspec.reference.ops.norm import activity, batch_axes, neighbours, standardised


def bn(op: BatchNorm, x: Array, weights: Weights, dy: Array) -> Grads:
    """The running statistics are constants."""
    mean = per_channel(weights["running_mean"], x)
    deviation = np.sqrt(per_channel(weights["running_var"], x) + real(op.eps))
    d_normal, params = _scale_and_shift((x - mean) / deviation, weights, dy)
    return d_normal / deviation, params


def batch_norm(op: BatchNorm, x: Array, weights: Weights, dy: Array) -> Grads:
    """``bn`` in training: through the mean and variance of the batch."""
    axes = batch_axes(x)
    normal, deviation = standardised(x, axes, real(op.eps))
    d_normal, params = _scale_and_shift(normal, weights, dy)
    return _standardised(normal, deviation, d_normal, axes), params


def group_norm(op: GroupNorm, x: Array, weights: Weights, dy: Array) -> Grads:
    """Through the mean and variance of each group."""
    groups = x.reshape(x.shape[0], whole(op.groups), -1)
    normal, deviation = standardised(groups, 2, real(op.eps))
    d_normal, params = _scale_and_shift(normal.reshape(x.shape), weights, dy)
    dx = _standardised(normal, deviation, d_normal.reshape(groups.shape), 2)
    return dx.reshape(x.shape), params


def layer_norm(op: LayerNorm, x: Array, weights: Weights, dy: Array) -> Grads:
    """Through the mean and variance over channels, or over the last axis."""
    if op.axis == "last":
        turned = replace(op, axis="channels")
        dx, params = layer_norm(turned, _turned(x), weights, _turned(dy))
        return np.moveaxis(dx, 1, -1), params
    normal, deviation = standardised(x, 1, real(op.eps))
    d_normal, params = _scale_and_shift(normal, weights, dy)
    return _standardised(normal, deviation, d_normal, 1), params


def _turned(x: Array) -> Array:
    return np.moveaxis(x, -1, 1)


def _scale_and_shift(normal: Array, weights: Weights, dy: Array) -> Grads:
    if "weight" not in weights:
        return dy, {}
    params = {"weight": channel_sums(dy * normal), "bias": channel_sums(dy)}
    return dy * per_channel(weights["weight"], dy), params


def _standardised(
    normal: Array, deviation: Array, dy: Array, axes: int | tuple[int, ...]
) -> Array:
    """What remains of ``dy`` without its parts along the constant and ``normal``."""
    constant = dy.mean(axis=axes, keepdims=True)
    along = (dy * normal).mean(axis=axes, keepdims=True)
    return (dy - constant - normal * along) / deviation


def lrn(op: LocalResponseNorm, x: Array, weights: Weights, dy: Array) -> Grads:
    """By the value itself, and by the activity around every channel near it."""
    del weights
    alpha, beta, size = real(op.alpha), real(op.beta), whole(op.size)
    around = activity(op, x)
    scaled = dy / around**beta
    # The neighbours of a channel are those whose neighbour it is.
    near = neighbours(scaled * x / around, size)
    return scaled - (2 * alpha * beta / size) * x * near, {}
