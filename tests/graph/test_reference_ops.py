"""NumPy functions of normalisation, dense layers and shapes, compared with PyTorch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from archspec.ops import Op
from archspec.ops.dense import (
    Dense,
    Dropout,
    Flatten,
    Identity,
    StochasticDepth,
)
from archspec.ops.gate import GLU
from archspec.ops.norm import (
    BatchNorm,
    FrozenBatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    GlobalAvgPool,
    GlobalMaxPool,
)
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.reduce import Max, Mean, Min, Sum
from archspec.ops.resize import Upsample
from archspec.ops.shape import ChannelShuffle, Pad, Permute, Slice
from archspec.ops.softmax import LogSoftmax, Softmax
from archspec.ops.vector_norm import L2Normalize, RMSNorm
from archspec.reference.ops import RULES
from tests.graph.oracles import INF, Oracle, compare, cover

pytestmark = pytest.mark.quick


def bn(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    mean, var = w["running_mean"], w["running_var"]
    return F.batch_norm(x, mean, var, w.get("weight"), w.get("bias"), eps=op.eps)


def group_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.group_norm(x, op.groups, w["weight"], w["bias"], op.eps)


def instance_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.instance_norm(x, None, None, w.get("weight"), w.get("bias"), eps=op.eps)


def layer_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    last = x.movedim(1, -1)
    y = F.layer_norm(last, last.shape[-1:], w.get("weight"), w.get("bias"), op.eps)
    return y.movedim(-1, 1)


def last_layer_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], w.get("weight"), w.get("bias"), op.eps)


def rms_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    axis = -1 if op.axis == "last" else 1
    last = x.movedim(axis, -1)
    y = F.rms_norm(last, last.shape[-1:], w.get("weight"), op.eps)
    return y.movedim(-1, axis)


def l2_normalize(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.normalize(x, dim=-1 if op.axis == "last" else 1, eps=op.eps)


def lrn(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.local_response_norm(x, op.size, op.alpha, op.beta, op.k)


def resized(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    given = {"size": op.size, "scale_factor": op.scale and tuple(map(float, op.scale))}
    align = {} if op.mode == "nearest" else {"align_corners": op.align_corners}
    return F.interpolate(x, mode=op.mode, **given, **align)


def pad(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    if op.mode == "constant":
        return F.pad(x, cover(op.padding), value=op.value)
    mode = "replicate" if op.mode == "edge" else op.mode
    return F.pad(x, cover(op.padding), mode=mode)


LAYERS: list[tuple[Op, tuple[int, ...], Oracle]] = [
    (GlobalAvgPool(), (5, 7, 3), lambda op, x, w: F.adaptive_avg_pool2d(x, 1)),
    *(
        (AdaptiveAvgPool(size=size), x, lambda op, x, w: F.adaptive_avg_pool2d(x, op.size))
        for size, x in [
            ((7, 7), (3, 7, 7)),
            ((3, 5), (3, 11, 8)),
            ((6, 6), (3, 4, 13)),
            ((1, 2), (3, 5, 5)),
        ]
    ),
    (Mean(over=("space",)), (5, 4, 6), lambda op, x, w: x.mean((2, 3))),
    (Mean(over=("channels", 2), keep=True), (5, 4, 6), lambda op, x, w: x.mean((1, 3), keepdim=True)),
    (Sum(over=("channels",)), (5, 4), lambda op, x, w: x.sum(1)),
    (Max(over=("space",)), (5, 4, 3, 2), lambda op, x, w: x.amax((2, 3, 4))),
    (Max(over=("height",), keep=True), (5, 4, 6), lambda op, x, w: x.amax(2, keepdim=True)),
    (Min(over=(0, "width")), (5, 4, 6), lambda op, x, w: x.amin((1, 3))),
    (Min(over=("channels",), keep=True), (5,), lambda op, x, w: x.amin(1, keepdim=True)),
    *(
        (GlobalMaxPool(), x, lambda op, x, w: x.amax(tuple(range(2, x.ndim)), keepdim=True))
        for x in [(5, 7), (5, 7, 3), (5, 2, 3, 4)]
    ),
    *(
        (AdaptiveMaxPool(size=size), x, lambda op, x, w: F.adaptive_max_pool2d(x, op.size))
        for size, x in [((7, 7), (3, 7, 7)), ((3, 5), (3, 11, 8)), ((6, 6), (3, 4, 13))]
    ),
    (AdaptiveMaxPool(size=(3,)), (2, 7), lambda op, x, w: F.adaptive_max_pool1d(x, 3)),
    (BatchNorm(), (5, 4, 6), bn),
    (BatchNorm(eps=1e-3, affine=False), (5,), bn),
    (BatchNorm(eps=0.5), (5,), bn),
    (BatchNorm(scale=False), (5, 4, 6), bn),
    (BatchNorm(center=False), (5, 4), bn),
    (FrozenBatchNorm(), (5, 4, 6), bn),
    (FrozenBatchNorm(eps=0.5), (5,), bn),
    (GroupNorm(groups=3), (6, 4, 5), group_norm),
    (GroupNorm(groups=6, eps=0.1), (6, 4, 5), group_norm),
    (InstanceNorm(), (6, 4, 5), instance_norm),
    (InstanceNorm(affine=True, eps=0.1), (6, 5), instance_norm),
    (InstanceNorm(affine=True), (3, 2, 4, 5), instance_norm),
    (RMSNorm(), (6, 4, 5), rms_norm),
    (RMSNorm(eps=0.1, scale=False), (6,), rms_norm),
    (RMSNorm(axis="last", eps=0.1), (4, 5, 6), rms_norm),
    (L2Normalize(), (6, 4, 5), l2_normalize),
    (L2Normalize(eps=1.5), (3, 5), l2_normalize),
    (L2Normalize(axis="last", eps=2.0), (4, 5, 6), l2_normalize),
    (LayerNorm(), (6, 4, 5), layer_norm),
    (LayerNorm(eps=0.1), (6,), layer_norm),
    (LayerNorm(axis="last", eps=1e-3), (4, 5, 6), last_layer_norm),
    (LayerNorm(axis="last"), (6,), last_layer_norm),
    (LayerNorm(affine=False), (6, 4, 5), layer_norm),
    (LayerNorm(center=False), (6, 4, 5), layer_norm),
    (LayerNorm(axis="last", scale=False), (6, 4), last_layer_norm),
    (LayerScale(), (6, 4, 5), lambda op, x, w: w["weight"] * x),
    (LayerScale(), (6,), lambda op, x, w: w["weight"] * x),
    (LayerScale(axis="last"), (4, 5, 6), lambda op, x, w: w["weight"] * x),
    (LocalResponseNorm(), (9, 4, 5), lrn),
    (LocalResponseNorm(size=3, alpha=2.0, beta=0.5, k=2.0), (9, 4, 5), lrn),
    (LocalResponseNorm(size=7, alpha=0.5), (2, 4, 5), lrn),
    (Dense(units=7), (11,), lambda op, x, w: F.linear(x, w["weight"], w["bias"])),
    (Dense(units=7, bias=False), (11,), lambda op, x, w: F.linear(x, w["weight"])),
    (Dense(units=7, axis="last"), (4, 5, 11), lambda op, x, w: F.linear(x, w["weight"], w["bias"])),
    (Permute(order=(1, 2, 0)), (3, 4, 5), lambda op, x, w: x.permute(0, 2, 3, 1)),
    (Permute(order=(2, 0, 1)), (3, 4, 5), lambda op, x, w: x.permute(0, 3, 1, 2)),
    (Permute(order=(1, 0)), (3, 4), lambda op, x, w: x.permute(0, 2, 1)),
    (Permute(order=(2, 0, 3, 1)), (2, 3, 4, 5), lambda op, x, w: x.permute(0, 3, 1, 4, 2)),
    (Flatten(), (3, 4, 5), lambda op, x, w: x.flatten(1)),
    (Flatten(), (7,), lambda op, x, w: x),
    (Identity(), (3, 4, 5), lambda op, x, w: x),
    (Dropout(), (3, 4, 5), lambda op, x, w: F.dropout(x, op.drop_prob, training=False)),
    (StochasticDepth(drop_prob=0.4), (3, 4, 5), lambda op, x, w: x),
    (ChannelShuffle(groups=2), (6, 4, 5), lambda op, x, w: F.channel_shuffle(x, op.groups)),
    (ChannelShuffle(groups=3), (12, 2, 1), lambda op, x, w: F.channel_shuffle(x, op.groups)),
    (Reshape(shape=(6, None)), (3, 4, 5), lambda op, x, w: x.reshape(2, 6, 10)),
    (Reshape(shape=(2, 3, 4)), (24,), lambda op, x, w: x.unflatten(1, op.shape)),
    (Slice(axis="width", start=1, step=2), (2, 3, 6), lambda op, x, w: x[..., 1::2]),
    (Slice(axis=1, stop=5, step=3), (2, 7), lambda op, x, w: x[:, :, :5:3]),
    (Crop(cropping=((1, 0), (2, 1))), (2, 4, 5), lambda op, x, w: x[:, :, 1:, 2:-1]),
    (Roll(shift=(1, -2)), (2, 4, 5), lambda op, x, w: x.roll(op.shift, (2, 3))),
    (PixelShuffle(scale=2), (12, 3, 5), lambda op, x, w: F.pixel_shuffle(x, op.scale)),
    (PixelUnshuffle(scale=3), (2, 6, 9), lambda op, x, w: F.pixel_unshuffle(x, op.scale)),
    (Softmax(), (5, 3, 4), lambda op, x, w: F.softmax(x, dim=1)),
    (Softmax(), (5,), lambda op, x, w: F.softmax(x, dim=1)),
    (Softmax(axis="last"), (5, 3, 4), lambda op, x, w: F.softmax(x, dim=-1)),
    (LogSoftmax(axis="height"), (5, 3, 4), lambda op, x, w: F.log_softmax(x, dim=2)),
    (LogSoftmax(axis=1), (5, 3), lambda op, x, w: F.log_softmax(x, dim=2)),
    (GLU(), (6, 3, 4), lambda op, x, w: F.glu(x, dim=1)),
    (GLU(axis="last"), (3, 5, 4), lambda op, x, w: F.glu(x, dim=3)),
    (Offset(value=-0.3), (3, 4), lambda op, x, w: x - 0.3),
    *((Power(exponent=e), (3, 4), lambda op, x, w: x**op.exponent) for e in (1.7, 3.0, -0.5, 1.0)),
    (Square(), (3, 4), lambda op, x, w: torch.square(x)),
    (Sqrt(), (3, 4), lambda op, x, w: torch.sqrt(x)),
    (Exp(), (3, 4), lambda op, x, w: torch.exp(x)),
    (Log(), (3, 4), lambda op, x, w: torch.log(x)),
    (Abs(), (3, 4), lambda op, x, w: torch.abs(x)),
    *(
        (Clamp(min=low, max=high), (3, 4), lambda op, x, w: torch.clamp(x, op.min, op.max))
        for low, high in [(-0.7, 1.1), (None, 0.3), (0.3, None)]
    ),
    (LogSoftmax(), (5, 3, 4), lambda op, x, w: F.log_softmax(x, dim=1)),
    (Pad(padding=((1, 2), (0, 3)), value=1.5), (3, 4, 5), pad),
    (Pad(padding=((3, 2), (0, 4)), mode="reflect"), (3, 4, 5), pad),
    (Pad(padding=((6, 2), (0, 1)), mode="edge"), (3, 4, 1), pad),
    (Slice(start=1, stop=4), (6, 3, 3), lambda op, x, w: x[:, 1:4]),
    (Slice(stop=4), (6,), lambda op, x, w: x[:, :4]),
    *((Upsample(scale=s, mode=m), (3, 5, 4), resized) for s in [(2, 2), (1, 3)] for m in ("nearest", "bilinear")),
    *((Upsample(size=s, mode=m), (3, 5, 4), resized) for s in [(7, 11), (3, 2)] for m in ("nearest", "bilinear")),
    *((Upsample(size=s, mode="bilinear", align_corners=True), (3, 5, 4), resized) for s in [(7, 11), (3, 1)]),
    (Upsample(scale=(1.5, 0.7), mode="bilinear"), (3, 5, 4), resized),
    (Upsample(scale=(1.5, 2), mode="bilinear", align_corners=True), (3, 5, 4), resized),
    (Upsample(scale=(1.5, 2.5)), (3, 5, 4), resized),
    *((Upsample(scale=(2.5,), mode=m), (3, 5), resized) for m in ("nearest", "linear")),
    *((Upsample(size=(3, 5, 4), mode=m), (3, 2, 3, 6), resized) for m in ("nearest", "trilinear")),
]  # fmt: skip


@pytest.mark.parametrize(("op", "x", "oracle"), LAYERS)
def test_layer(op: Op, x: tuple[int, ...], oracle: Oracle) -> None:
    compare(op, x, oracle)


def test_pad_with_minus_infinity() -> None:
    x = np.ones((1, 1, 1, 1), np.float32)
    y = RULES[Pad].forward(Pad(padding=((1, 0), (0, 0)), value=-INF), x)
    assert y.dtype == np.float32
    assert y.tolist() == [[[[-INF], [1.0]]]]


@pytest.mark.parametrize("factor", [2, 3, 5, 7, 41, 49])
def test_nearest_copies_each_pixel_a_whole_number_of_times(factor: int) -> None:
    """PyTorch 2.13, in floating point, is one pixel off for factors such as 41."""
    x = np.arange(6.0).reshape(1, 1, 2, 3)
    y = RULES[Upsample].forward(Upsample(scale=(factor, factor)), x)
    assert np.array_equal(y, x.repeat(factor, 2).repeat(factor, 3))
