"""Normalisation; of a batch also in training."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from archspec.ops.base import Op, real, whole
from archspec.ops.norm import (
    BatchNorm,
    FrozenBatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)
from archspec.record import replace
from archspec.reference.ops.arrays import (
    Array,
    batch_axes,
    channel_sums,
    per_channel,
    side_axes,
)
from archspec.reference.ops.rule import Grads, Rule, unary

Axes: TypeAlias = int | tuple[int, ...]
PerChannel: TypeAlias = Array | None  # None if it has no scale, or no shift


def batch_norm(
    op: BatchNorm | FrozenBatchNorm,
    x: Array,
    running_mean: Array,
    running_var: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
) -> Array:
    """(N, C, *sides) normalised by the running statistics."""
    normal, _ = _by_statistics(op, x, running_mean, running_var)
    return _scale_and_shift(normal, weight, bias)


def batch_norm_gradient(
    op: BatchNorm,
    dy: Array,
    x: Array,
    running_mean: Array,
    running_var: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
) -> Grads:
    """The running statistics are constants."""
    normal, deviation = _by_statistics(op, x, running_mean, running_var)
    d_normal, params = _scale_and_shift_gradient(normal, weight, bias, dy)
    return (d_normal / deviation,), params


def frozen_batch_norm_gradient(
    op: FrozenBatchNorm, dy: Array, x: Array, weight: Array, **others: Array
) -> Grads:
    """All tensors are constants."""
    deviation = np.sqrt(others["running_var"] + real(op.eps))
    return (dy * per_channel(weight / deviation, x),), {}


def _by_statistics(
    op: BatchNorm | FrozenBatchNorm, x: Array, mean: Array, variance: Array
) -> tuple[Array, Array]:
    """``x`` normalised by its running statistics, and the divisor."""
    deviation = np.sqrt(per_channel(variance, x) + real(op.eps))
    return (x - per_channel(mean, x)) / deviation, deviation


def batch_norm_training(
    op: BatchNorm,
    x: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
    **running: Array,
) -> Array:
    """Normalised by the mean and biased variance of the batch."""
    del running
    normal, _ = _standardised(x, batch_axes(x), real(op.eps))
    return _scale_and_shift(normal, weight, bias)


def batch_norm_training_gradient(
    op: BatchNorm,
    dy: Array,
    x: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
    **running: Array,
) -> Grads:
    """Through the mean and variance of the batch."""
    del running
    axes = batch_axes(x)
    normal, deviation = _standardised(x, axes, real(op.eps))
    d_normal, params = _scale_and_shift_gradient(normal, weight, bias, dy)
    return (_standardised_gradient(normal, deviation, d_normal, axes),), params


def group_norm(op: GroupNorm, x: Array, weight: Array, bias: Array) -> Array:
    """(N, C, *sides) normalised over each group of channels with all its pixels."""
    groups = x.reshape(x.shape[0], whole(op.groups), -1)
    normal, _ = _standardised(groups, 2, real(op.eps))
    return _scale_and_shift(normal.reshape(x.shape), weight, bias)


def group_norm_gradient(
    op: GroupNorm, dy: Array, x: Array, weight: Array, bias: Array
) -> Grads:
    """Through the mean and variance of each group."""
    groups = x.reshape(x.shape[0], whole(op.groups), -1)
    normal, deviation = _standardised(groups, 2, real(op.eps))
    normal = normal.reshape(x.shape)
    d_normal, params = _scale_and_shift_gradient(normal, weight, bias, dy)
    normal, d_normal = normal.reshape(groups.shape), d_normal.reshape(groups.shape)
    dx = _standardised_gradient(normal, deviation, d_normal, 2)
    return (dx.reshape(x.shape),), params


def instance_norm(
    op: InstanceNorm, x: Array, weight: PerChannel = None, bias: PerChannel = None
) -> Array:
    """(N, C, *sides) normalised over the pixels of each channel."""
    normal, _ = _standardised(x, side_axes(x), real(op.eps))
    return _scale_and_shift(normal, weight, bias)


def instance_norm_gradient(
    op: InstanceNorm,
    dy: Array,
    x: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
) -> Grads:
    """Through the mean and variance of each channel."""
    axes = side_axes(x)
    normal, deviation = _standardised(x, axes, real(op.eps))
    d_normal, params = _scale_and_shift_gradient(normal, weight, bias, dy)
    return (_standardised_gradient(normal, deviation, d_normal, axes),), params


def layer_norm(
    op: LayerNorm, x: Array, weight: PerChannel = None, bias: PerChannel = None
) -> Array:
    """(N, C, *sides) normalised over C, or over its last axis."""
    if op.axis == "last":
        first = replace(op, axis="channels")
        return np.moveaxis(
            layer_norm(first, np.moveaxis(x, -1, 1), weight, bias), 1, -1
        )
    normal, _ = _standardised(x, 1, real(op.eps))
    return _scale_and_shift(normal, weight, bias)


def layer_norm_gradient(
    op: LayerNorm,
    dy: Array,
    x: Array,
    weight: PerChannel = None,
    bias: PerChannel = None,
) -> Grads:
    """Through the mean and variance over channels, or over the last axis."""
    if op.axis == "last":
        first = replace(op, axis="channels")
        turned = np.moveaxis(dy, -1, 1), np.moveaxis(x, -1, 1)
        (dx,), params = layer_norm_gradient(first, *turned, weight, bias)
        return (np.moveaxis(dx, 1, -1),), params
    normal, deviation = _standardised(x, 1, real(op.eps))
    d_normal, params = _scale_and_shift_gradient(normal, weight, bias, dy)
    return (_standardised_gradient(normal, deviation, d_normal, 1),), params


def _scale_and_shift(x: Array, weight: PerChannel, bias: PerChannel) -> Array:
    if weight is not None:
        x = x * per_channel(weight, x)
    return x if bias is None else x + per_channel(bias, x)


def _scale_and_shift_gradient(
    normal: Array, weight: PerChannel, bias: PerChannel, dy: Array
) -> tuple[Array, dict[str, Array]]:
    params: dict[str, Array] = {}
    if bias is not None:
        params["bias"] = channel_sums(dy)
    if weight is None:
        return dy, params
    params["weight"] = channel_sums(dy * normal)
    return dy * per_channel(weight, dy), params


def _standardised(x: Array, axes: Axes, eps: float) -> tuple[Array, Array]:
    """``x`` with mean 0 and variance 1 over ``axes``, and the divisor."""
    centred = x - x.mean(axis=axes, keepdims=True)
    variance = np.square(centred).mean(axis=axes, keepdims=True)
    deviation = np.sqrt(variance + eps)
    return centred / deviation, deviation


def _standardised_gradient(
    normal: Array, deviation: Array, dy: Array, axes: Axes
) -> Array:
    """``dy`` without its components along the constant and ``normal``."""
    constant = dy.mean(axis=axes, keepdims=True)
    along = (dy * normal).mean(axis=axes, keepdims=True)
    return (dy - constant - normal * along) / deviation


def lrn(op: LocalResponseNorm, x: Array) -> Array:
    """(N, C, H, W) divided by the activity of the channels around each."""
    return x / _activity(op, x) ** real(op.beta)


def lrn_gradient(op: LocalResponseNorm, dy: Array, x: Array) -> Array:
    """Through the value itself, and through the activity around its neighbours."""
    alpha, beta, size = real(op.alpha), real(op.beta), whole(op.size)
    around = _activity(op, x)
    scaled = dy / around**beta
    # Neighbourhood is symmetric: a channel is a neighbour of its neighbours.
    near = _neighbours(scaled * x / around, size)
    return scaled - (2 * alpha * beta / size) * x * near


def _activity(op: LocalResponseNorm, x: Array) -> Array:
    """``k`` plus the weighted mean square around each channel."""
    total = _neighbours(np.square(x), whole(op.size))
    return real(op.k) + real(op.alpha) * (total / whole(op.size))


def _neighbours(x: Array, size: int) -> Array:
    """Sums of ``x`` over ``size`` channels centred on each."""
    half, channels = size // 2, x.shape[1]
    wide = np.pad(x, ((0, 0), (half, half), (0, 0), (0, 0)))
    total = wide[:, :channels].copy()
    for shift in range(1, size):
        total += wide[:, shift : shift + channels]
    return total


def layer_scale(_: LayerScale, x: Array, weight: Array) -> Array:
    """(N, ...) times a weight of one value per channel."""
    return x * weight


def layer_scale_gradient(op: LayerScale, dy: Array, x: Array, weight: Array) -> Grads:
    """The weight is repeated over the batch, and along all axes but its own."""
    own = x.ndim - 1 if op.axis == "last" else 1
    axes = tuple(axis for axis in range(x.ndim) if axis != own)
    d_weight = (dy * x).sum(axis=axes).reshape(weight.shape)
    return (dy * weight,), {"weight": d_weight}


RULES: Mapping[type[Op], Rule] = {
    BatchNorm: Rule(
        batch_norm,
        batch_norm_gradient,
        training=Rule(batch_norm_training, batch_norm_training_gradient),
    ),
    FrozenBatchNorm: Rule(batch_norm, frozen_batch_norm_gradient),
    GroupNorm: Rule(group_norm, group_norm_gradient),
    InstanceNorm: Rule(instance_norm, instance_norm_gradient),
    LayerNorm: Rule(layer_norm, layer_norm_gradient),
    LocalResponseNorm: unary(lrn, lrn_gradient),
    LayerScale: Rule(layer_scale, layer_scale_gradient),
}
