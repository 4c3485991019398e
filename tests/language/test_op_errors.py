"""Values that operators refuse, with their messages."""

from typing import Any

import pytest

from archspec.ops import OP_BY_NAME, Op, OpError
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense, Dropout, StochasticDepth
from archspec.ops.norm import BatchNorm, GroupNorm, LocalResponseNorm
from archspec.ops.pool import AvgPool, MaxPool
from archspec.ops.shape import ChannelShuffle, Pad, Permute, Slice, Upsample

pytestmark = pytest.mark.quick

ONES = ((1, 1), (1, 1))
TWOS = ((2, 2), (2, 2))

# (operator, input, message, the field at fault)
REFUSED: list[tuple[Op, Any, str, str]] = [
    (
        Conv(channels=4, kernel=(5, 5), padding=((1, 0), (1, 1))),
        (3, 3, 9),
        "conv: the window (5) is larger than the padded input (4) in height",
        "kernel",
    ),
    (
        Conv(channels=4, kernel=(3, 3), dilation=(1, 2)),
        (3, 4, 4),
        "conv: the window (5) is larger than the padded input (4) in width",
        "kernel",
    ),
    (
        Conv(channels=4, kernel=(1, 1), groups=2),
        (3, 4, 4),
        "3 input channels cannot be split into 2 groups",
        "groups",
    ),
    (
        Conv(channels=4, kernel=(1, 1), groups="depthwise"),
        (3, 4, 4),
        "4 output channels cannot be split into 3 groups",
        "channels",
    ),
    (
        Conv(channels=4, kernel=(1, 1)),
        (3,),
        "conv needs an image (channels, height, width), got (3,)",
        "",
    ),
    (
        ConvTranspose(channels=4, kernel=(2, 2), output_padding=(0, 1)),
        (3, 4, 4),
        "conv_transpose: output_padding (1) must be smaller than the larger of stride "
        "and dilation (1) in width",
        "output_padding",
    ),
    (
        ConvTranspose(channels=4, kernel=(2, 2), padding=TWOS),
        (3, 2, 9),
        "conv_transpose: the output would have height -1",
        "padding",
    ),
    (
        ConvTranspose(channels=4, kernel=(2, 2), groups=3),
        (3, 2, 9),
        "4 output channels cannot be split into 3 groups",
        "groups",
    ),
    (
        MaxPool(kernel=(3, 3)),
        (3, 4, 2),
        "max_pool: the window (3) is larger than the padded input (2) in width",
        "kernel",
    ),
    (
        AvgPool(kernel=(3, 3), stride=(1, 1), rounding="ceil"),
        (3, 2, 4),
        "avg_pool: the window (3) is larger than the padded input (2) in height",
        "kernel",
    ),
    (
        MaxPool(kernel=(2, 1), padding=ONES),
        (3, 4, 4),
        "max_pool: padding (1) must be smaller than the window (1) in width",
        "padding",
    ),
    (
        Dense(units=10),
        (512, 7, 7),
        "dense needs a flat input (features,), got (512, 7, 7)",
        "",
    ),
    (
        BatchNorm(),
        (3, 4),
        "bn needs a flat input (features,) or an image (channels, height, width), "
        "got (3, 4)",
        "",
    ),
    (
        GroupNorm(groups=4),
        (6, 2, 2),
        "6 channels cannot be normalised in 4 groups",
        "groups",
    ),
    (LocalResponseNorm(size=4), (6, 2, 2), "lrn: the size must be odd, got 4", "size"),
    (
        Dropout(drop_prob=1),
        (6,),
        "dropout: drop_prob must be smaller than 1",
        "drop_prob",
    ),
    (
        StochasticDepth(drop_prob=1),
        (6, 2, 2),
        "stochastic_depth: drop_prob must be smaller than 1",
        "drop_prob",
    ),
    (
        ChannelShuffle(groups=4),
        (6, 2, 2),
        "6 channels cannot be shuffled in 4 groups",
        "groups",
    ),
    (
        ChannelShuffle(groups=2),
        (6,),
        "channel_shuffle needs an image (channels, height, width), got (6,)",
        "",
    ),
    (
        Permute(order=(0, 2, 3, 1)),
        (6, 2, 2),
        "permute: [0, 2, 3, 1] is no order of the axes 0, 1 and 2",
        "order",
    ),
    (
        Permute(order=(1, 1, 0)),
        (6, 2, 2),
        "permute: [1, 1, 0] is no order of the axes 0, 1 and 2",
        "order",
    ),
    (
        Permute(order=(0,)),
        (6,),
        "permute needs an image (channels, height, width), got (6,)",
        "",
    ),
    (Upsample(), (6, 2, 2), "upsample takes either scale or size, got neither", ""),
    (
        Upsample(size=(2, 2), scale=(2, 2)),
        (6, 2, 2),
        "upsample takes either scale or size, got both",
        "",
    ),
    (
        Slice(stop=9),
        (8, 2, 2),
        "slice: stop (9) is past the 8 channels of (8, 2, 2)",
        "stop",
    ),
    (
        Slice(start=3, stop=3),
        (8,),
        "slice: the range of channels 3 to 3 is empty",
        "stop",
    ),
    (
        Pad(padding=ONES),
        (3,),
        "pad needs an image (channels, height, width), got (3,)",
        "",
    ),
]


@pytest.mark.parametrize(("op", "x", "message", "field"), REFUSED)
def test_refused(op: Op, x: Any, message: str, field: str) -> None:
    with pytest.raises(OpError) as caught:
        op.check(x)
    assert (caught.value.message, caught.value.field) == (message, field)


def test_dense_on_an_image_names_flatten() -> None:
    with pytest.raises(OpError) as caught:
        Dense(units=10).check((512, 7, 7))
    assert "`flatten`" in caught.value.help
    assert "`axis: last`" in caught.value.help


@pytest.mark.parametrize(
    ("kind", "shapes", "message"),
    [
        ("add", [(8, 5, 5), (4, 5, 5)], "(8, 5, 5) and (4, 5, 5) differ in channels"),
        ("mul", [(8, 5, 5), (1, 1, 1)], "(8, 5, 5) and (1, 1, 1) differ in channels"),
        ("add", [(8, 5, 5), (8, 1, 4)], "(8, 5, 5) and (8, 1, 4) differ in width"),
        ("concat", [(8, 5, 5), (8, 1, 5)], "(8, 5, 5) and (8, 1, 5) differ in height"),
        ("concat", [(8,), (8, 1, 1)], "(8,) and (8, 1, 1) differ in rank"),
    ],
)
def test_refused_joins(kind: str, shapes: Any, message: str) -> None:
    with pytest.raises(OpError) as caught:
        OP_BY_NAME[kind]().output(*shapes)
    assert caught.value.message == f"{kind}: {message}"
