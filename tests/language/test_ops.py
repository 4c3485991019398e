"""The operators' rules: shapes, tensors and MACs by hand."""

from typing import Any

import pytest

from archspec.ops import OP_BY_NAME, OPS, Op
from archspec.ops.activation import PReLU, ReLU
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense, Dropout, Flatten, StochasticDepth
from archspec.ops.named_activation import ACTIVATIONS, Activation
from archspec.ops.norm import (
    BatchNorm,
    FrozenBatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
)
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.reduce import Max, Mean, Min, Sum
from archspec.ops.resize import Upsample
from archspec.ops.shape import ChannelShuffle, Pad, Permute, Slice
from archspec.ops.softmax import Softmax
from archspec.ops.vector_norm import L2Normalize, RMSNorm
from archspec.record import fields

pytestmark = pytest.mark.quick


def pads(pad: int) -> Any:
    return ((pad, pad), (pad, pad))


# (operator, input, output, shapes of its params, MACs)
BY_HAND: list[tuple[Op, Any, Any, dict[str, Any], int]] = [
    (
        Conv(channels=64, kernel=(7, 7), stride=(2, 2), padding=pads(3), bias=False),
        (3, 224, 224),
        (64, 112, 112),
        {"weight": (64, 3, 7, 7)},
        118_013_952,
    ),
    (
        Conv(channels=32, kernel=(3, 3), padding=pads(1), groups="depthwise"),
        (32, 14, 14),
        (32, 14, 14),
        {"weight": (32, 1, 3, 3), "bias": (32,)},
        56_448,
    ),
    (
        Conv(channels=6, kernel=(3, 1), dilation=(2, 1), padding=((0, 1), (2, 0))),
        (4, 9, 5),
        (6, 6, 7),
        {"weight": (6, 4, 3, 1), "bias": (6,)},
        3_024,
    ),
    (
        ConvTranspose(channels=8, kernel=(2, 2), stride=(2, 2), groups=4),
        (16, 28, 28),
        (8, 56, 56),
        {"weight": (16, 2, 2, 2), "bias": (8,)},
        100_352,
    ),
    (
        ConvTranspose(
            channels=1,
            kernel=(3, 3),
            stride=(2, 2),
            padding=pads(1),
            output_padding=(1, 1),
            bias=False,
        ),
        (2, 4, 5),
        (1, 8, 10),
        {"weight": (2, 1, 3, 3)},
        360,
    ),
    (
        MaxPool(kernel=(3, 3), stride=(2, 2), padding=pads(1)),
        (64, 112, 112),
        (64, 56, 56),
        {},
        0,
    ),
    (MaxPool(kernel=(2, 2), rounding="ceil"), (8, 5, 4), (8, 3, 2), {}, 0),
    # The measured traps: a window that would start in the right padding is dropped.
    (
        MaxPool(kernel=(2, 2), padding=pads(1), rounding="ceil"),
        (1, 5, 5),
        (1, 3, 3),
        {},
        0,
    ),
    (
        MaxPool(kernel=(1, 1), stride=(2, 2), rounding="ceil"),
        (1, 4, 4),
        (1, 2, 2),
        {},
        0,
    ),
    (
        AvgPool(kernel=(3, 3), stride=(2, 2), rounding="ceil"),
        (1, 2, 3),
        (1, 1, 1),
        {},
        0,
    ),
    (AvgPool(kernel=(2, 2)), (8, 5, 4), (8, 2, 2), {}, 0),
    (GlobalAvgPool(), (512, 7, 7), (512, 1, 1), {}, 0),
    (AdaptiveAvgPool(size=(7, 6)), (512, 3, 9), (512, 7, 6), {}, 0),
    (GlobalMaxPool(), (512, 7), (512, 1), {}, 0),
    (AdaptiveMaxPool(size=(2, 3, 4)), (5, 3, 9, 4), (5, 2, 3, 4), {}, 0),
    (Mean(over=("space",)), (8, 5, 4), (8,), {}, 0),
    (Sum(over=("channels",)), (8, 5, 4), (5, 4), {}, 0),
    (Max(over=(2, "depth"), keep=True), (8, 3, 5, 4), (8, 1, 1, 4), {}, 0),
    (Min(over=("length",)), (8, 5), (8,), {}, 0),
    (Min(over=(0,), keep=True), (8,), (1,), {}, 0),
    (BatchNorm(), (64, 8, 8), (64, 8, 8), {"weight": (64,), "bias": (64,)}, 0),
    (FrozenBatchNorm(), (64, 8, 8), (64, 8, 8), {}, 0),
    (BatchNorm(affine=False), (10,), (10,), {}, 0),
    (BatchNorm(scale=False), (10,), (10,), {"bias": (10,)}, 0),
    (BatchNorm(center=False), (10,), (10,), {"weight": (10,)}, 0),
    (LayerNorm(affine=False, scale=True), (8, 2), (8, 2), {}, 0),
    (LayerNorm(center=False), (8, 2), (8, 2), {"weight": (8,)}, 0),
    (GroupNorm(groups=4), (8, 2, 2), (8, 2, 2), {"weight": (8,), "bias": (8,)}, 0),
    (InstanceNorm(), (8, 2, 2), (8, 2, 2), {}, 0),
    (InstanceNorm(affine=True), (8, 9), (8, 9), {"weight": (8,), "bias": (8,)}, 0),
    (RMSNorm(), (8, 2, 2), (8, 2, 2), {"weight": (8,)}, 0),
    (RMSNorm(axis="last"), (2, 3, 8), (2, 3, 8), {"weight": (8,)}, 0),
    (RMSNorm(scale=False), (8,), (8,), {}, 0),
    (L2Normalize(), (8, 2, 2), (8, 2, 2), {}, 0),
    (LayerNorm(), (8, 2, 2), (8, 2, 2), {"weight": (8,), "bias": (8,)}, 0),
    (
        LayerNorm(axis="last"),
        (2, 3, 8),
        (2, 3, 8),
        {"weight": (8,), "bias": (8,)},
        0,
    ),
    (LayerScale(), (8, 2, 3), (8, 2, 3), {"weight": (8, 1, 1)}, 0),
    (LayerScale(), (8,), (8,), {"weight": (8,)}, 0),
    (LayerScale(axis="last"), (2, 3, 8), (2, 3, 8), {"weight": (8,)}, 0),
    (LocalResponseNorm(), (96, 55, 55), (96, 55, 55), {}, 0),
    (
        Dense(units=1000),
        (2048,),
        (1000,),
        {"weight": (1000, 2048), "bias": (1000,)},
        2_048_000,
    ),
    (Dense(units=10, bias=False), (84,), (10,), {"weight": (10, 84)}, 840),
    (
        Dense(units=12, axis="last"),
        (2, 3, 8),
        (2, 3, 12),
        {"weight": (12, 8), "bias": (12,)},
        576,
    ),
    (Dense(units=5, axis="last"), (8,), (5,), {"weight": (5, 8), "bias": (5,)}, 40),
    (Flatten(), (512, 7, 7), (25_088,), {}, 0),
    (Flatten(), (10,), (10,), {}, 0),
    (Dropout(), (10,), (10,), {}, 0),
    (StochasticDepth(drop_prob=0.2), (3, 4, 5), (3, 4, 5), {}, 0),
    (ReLU(), (3, 4, 5), (3, 4, 5), {}, 0),
    (PReLU(), (3, 4, 5), (3, 4, 5), {"weight": (1,)}, 0),
    (PReLU(per_channel=True), (3, 4, 5), (3, 4, 5), {"weight": (3,)}, 0),
    (Activation(kind="prelu"), (3, 4, 5), (3, 4, 5), {"weight": (1,)}, 0),
    (Softmax(), (10,), (10,), {}, 0),
    (Pad(padding=((1, 2), (3, 4))), (3, 5, 5), (3, 8, 12), {}, 0),
    (Upsample(scale=(2, 3)), (3, 5, 5), (3, 10, 15), {}, 0),
    (Upsample(size=(4, 9)), (3, 5, 5), (3, 4, 9), {}, 0),
    (Upsample(scale=(1.5, 0.7)), (3, 5, 5), (3, 7, 3), {}, 0),
    (Upsample(size=(4,)), (3, 5), (3, 4), {}, 0),
    (Slice(start=2, stop=5), (8, 5, 5), (3, 5, 5), {}, 0),
    (Permute(order=(1, 2, 0)), (8, 5, 3), (5, 3, 8), {}, 0),
    (ChannelShuffle(groups=4), (8, 5, 3), (8, 5, 3), {}, 0),
    (Reshape(shape=(4, 4, 4)), (64,), (4, 4, 4), {}, 0),
    (Reshape(shape=(6, None)), (3, 4, 5), (6, 10), {}, 0),
    (Reshape(shape=(None,)), (2, 3, 4, 5), (120,), {}, 0),
    (Slice(axis="width", start=1, step=2), (8, 5, 6), (8, 5, 3), {}, 0),
    (Slice(axis=1, step=3), (8, 5), (8, 2), {}, 0),
    (Crop(cropping=((1, 2), (0, 3))), (8, 5, 6), (8, 2, 3), {}, 0),
    (Roll(shift=(1, -2)), (8, 5, 6), (8, 5, 6), {}, 0),
    (PixelShuffle(scale=3), (18, 5, 4), (2, 15, 12), {}, 0),
    (PixelUnshuffle(scale=2), (3, 4, 6), (12, 2, 3), {}, 0),
]


@pytest.mark.parametrize(("op", "x", "y", "params", "macs"), BY_HAND)
def test_by_hand(op: Op, x: Any, y: Any, params: dict[str, Any], macs: int) -> None:
    op.check(x)
    assert op.output(x) == y
    tensors = op.tensors(x)
    assert {n: t.shape for n, t in tensors.items() if t.role == "param"} == params
    buffers = {n: t.shape for n, t in tensors.items() if t.role == "buffer"}
    names = {
        BatchNorm: ("running_mean", "running_var"),
        FrozenBatchNorm: ("weight", "bias", "running_mean", "running_var"),
    }
    assert buffers == dict.fromkeys(names.get(type(op), ()), x[:1])
    assert op.macs(x, y) == macs


def test_fan_in() -> None:
    conv = Conv(channels=8, kernel=(3, 2), groups=2).tensors((4, 9, 9))
    assert [tensor.fan_in for tensor in conv.values()] == [12, 12]
    turned = ConvTranspose(channels=6, kernel=(3, 3), groups=2).tensors((4, 9, 9))
    assert [tensor.fan_in for tensor in turned.values()] == [18, 18]
    assert Dense(units=3).tensors((5,))["weight"].fan_in == 5


def test_every_operator_is_listed_once_and_documented() -> None:
    assert len(OP_BY_NAME) == len(OPS)
    assert set(ACTIVATIONS) <= set(OP_BY_NAME)
    for op in OPS:
        assert op.NAME and op.__doc__ and op.SOURCE.startswith("https://")
        assert [field.name for field in op.fields()] == list(fields(op))
        assert all(field.doc for field in op.fields())
        for field in op.fields():
            if not field.required and field.default is not None:
                assert field.kind.check(field.default) is None
    required = {op.NAME: {f.name for f in op.fields() if f.required} for op in OPS}
    assert required["conv"] == {"channels", "kernel"}
    assert required["slice"] == set()
    assert required["permute"] == {"order"}
