"""Values that operators refuse, with their messages."""

from typing import Any

import pytest

from archspec.ops import OP_BY_NAME, Op, OpError
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense, Dropout, StochasticDepth
from archspec.ops.norm import BatchNorm, GroupNorm, InstanceNorm, LocalResponseNorm
from archspec.ops.pool import AvgPool, MaxPool
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.reduce import Max, Mean, Min, Sum
from archspec.ops.resize import Upsample
from archspec.ops.shape import ChannelShuffle, Pad, Permute, Slice
from tests.wording import Wording

pytestmark = pytest.mark.quick

ONES = ((1, 1), (1, 1))
TWOS = ((2, 2), (2, 2))

# (operator, input, the field at fault)
REFUSED: list[tuple[Op, Any, str]] = [
    (Conv(channels=4, kernel=(5, 5), padding=((1, 0), (1, 1))), (3, 3, 9), "kernel"),
    (Conv(channels=4, kernel=(3, 3), dilation=(1, 2)), (3, 4, 4), "kernel"),
    (Conv(channels=4, kernel=(1, 1), groups=2), (3, 4, 4), "groups"),
    (Conv(channels=4, kernel=(1, 1), groups="depthwise"), (3, 4, 4), "channels"),
    (Conv(channels=4, kernel=(1, 1)), (3,), ""),
    (
        ConvTranspose(channels=4, kernel=(2, 2), output_padding=(0, 1)),
        (3, 4, 4),
        "output_padding",
    ),
    (ConvTranspose(channels=4, kernel=(2, 2), padding=TWOS), (3, 2, 9), "padding"),
    (ConvTranspose(channels=4, kernel=(2, 2), groups=3), (3, 2, 9), "groups"),
    (MaxPool(kernel=(3, 3)), (3, 4, 2), "kernel"),
    (AvgPool(kernel=(3, 3), stride=(1, 1), rounding="ceil"), (3, 2, 4), "kernel"),
    (MaxPool(kernel=(2, 1), padding=ONES), (3, 4, 4), "padding"),
    (Dense(units=10), (512, 7, 7), ""),
    (BatchNorm(), (3, 4, 5, 6, 7), ""),
    (GroupNorm(groups=4), (6, 2, 2), "groups"),
    (LocalResponseNorm(size=4), (6, 2, 2), "size"),
    (Dropout(drop_prob=1), (6,), "drop_prob"),
    (StochasticDepth(drop_prob=1), (6, 2, 2), "drop_prob"),
    (ChannelShuffle(groups=4), (6, 2, 2), "groups"),
    (ChannelShuffle(groups=2), (6,), ""),
    (Permute(order=(0, 2, 3, 1)), (6, 2, 2), "order"),
    (Permute(order=(1, 1, 0)), (6, 2, 2), "order"),
    (Permute(order=(0,)), (6,), ""),
    (Reshape(shape=(5, 4)), (2, 3, 4), "shape"),
    (Reshape(shape=(None, 5)), (2, 3, 4), "shape"),
    (PixelShuffle(scale=2), (6, 2, 2), "scale"),
    (PixelUnshuffle(scale=2), (1, 2, 3), "scale"),
    (PixelUnshuffle(scale=2), (4,), ""),
    (Mean(over=("depth",)), (6, 2, 2), "over"),
    (Mean(over=("space",)), (6,), "over"),
    (Max(over=(3,)), (6, 2, 2), "over"),
    (Min(over=("height", "space")), (6, 2, 2), "over"),
    (Sum(over=(0, "space")), (6, 2, 2), "over"),
    (Upsample(), (6, 2, 2), ""),
    (Upsample(size=(2, 2), scale=(2, 2)), (6, 2, 2), ""),
    (Upsample(size=(2, 2), align_corners=True), (6, 2, 2), "align_corners"),
    (Upsample(size=(2, 2), mode="linear"), (6, 2, 2), "mode"),
    (Slice(stop=9), (8, 2, 2), "stop"),
    (Slice(start=3, stop=3), (8,), "stop"),
    (Slice(start=8), (8, 2, 2), "start"),
    (Slice(axis="height", stop=3), (8, 2, 2), "stop"),
    (Slice(axis="length"), (8, 2, 2), "axis"),
    (Crop(cropping=ONES), (8, 3, 2), "cropping"),
    (Roll(shift=(1, -3)), (8, 3, 2), "shift"),
    (Pad(padding=ONES), (3,), ""),
    (InstanceNorm(), (6, 1, 1), ""),
    (InstanceNorm(), (6,), ""),
    (Pad(padding=TWOS, mode="reflect"), (3, 4, 2), "padding"),
    (Pad(padding=ONES, mode="edge", value=1.0), (3, 4, 2), "value"),
]


@pytest.mark.parametrize(("op", "x", "field"), REFUSED)
def test_refused(op: Op, x: Any, field: str, wording: Wording) -> None:
    with pytest.raises(OpError) as caught:
        op.check(x)
    assert caught.value.field == field
    wording(caught.value.message)


def test_dense_on_an_image_names_flatten() -> None:
    with pytest.raises(OpError) as caught:
        Dense(units=10).check((512, 7, 7))
    assert "`flatten`" in caught.value.help
    assert "`axis: last`" in caught.value.help


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("add", [(8, 5, 5), (4, 5, 5)]),
        ("mul", [(8, 5, 5), (2, 1, 1)]),
        ("add", [(8, 5, 5), (8, 1, 4)]),
        ("concat", [(8, 5, 5), (8, 1, 5)]),
        ("concat", [(8,), (8, 1, 1)]),
    ],
)
def test_refused_joins(kind: str, shapes: Any, wording: Wording) -> None:
    with pytest.raises(OpError) as caught:
        OP_BY_NAME[kind]().output(*shapes)
    wording(caught.value.message)
