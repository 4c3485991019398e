"""NumPy functions of convolutions and pools, compared with PyTorch."""

import random
from collections.abc import Mapping
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from archspec.ops import OP_BY_NAME, Op, OpError
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.pool import AvgPool, MaxPool
from tests.graph.oracles import INF, Oracle, compare, cover

pytestmark = pytest.mark.quick


def conv(op: Conv, x: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    groups = x.shape[1] if op.groups == "depthwise" else op.groups
    return F.conv2d(
        F.pad(x, cover(op.padding)),
        weights["weight"],
        weights.get("bias"),
        stride=op.stride,  # type: ignore[arg-type]
        dilation=op.dilation,  # type: ignore[arg-type]
        groups=groups,  # type: ignore[arg-type]
    )


def conv_transpose(op: Any, x: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    full = F.conv_transpose2d(
        x,
        weights["weight"],
        weights.get("bias"),
        stride=op.stride,
        output_padding=op.output_padding,
        dilation=op.dilation,
        groups=op.groups,
    )
    (top, bottom), (left, right) = op.padding
    return full[:, :, top : full.shape[2] - bottom, left : full.shape[3] - right]


def max_pool(op: Any, x: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    ceil = op.rounding == "ceil"
    (top, bottom), (left, right) = op.padding
    if top == bottom <= op.kernel[0] // 2 and left == right <= op.kernel[1] // 2:
        return F.max_pool2d(x, op.kernel, op.stride, (top, left), ceil_mode=ceil)
    # On an input padded beforehand ceil keeps windows that start in the padding.
    height, width = op.output(x.shape[1:])[1:]
    x = F.pad(x, cover(op.padding), value=-INF)
    return F.max_pool2d(x, op.kernel, op.stride, ceil_mode=ceil)[:, :, :height, :width]


def avg_pool(op: Any, x: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    (top, bottom), (left, right) = op.padding
    if top == bottom <= op.kernel[0] // 2 and left == right <= op.kernel[1] // 2:
        return F.avg_pool2d(
            x,
            op.kernel,
            op.stride,
            (top, left),
            ceil_mode=op.rounding == "ceil",
            count_include_pad=op.count_padding,
        )
    height, width = op.output(x.shape[1:])[1:]
    ceil = op.rounding == "ceil"

    def mean(values: Tensor) -> Tensor:
        values = F.pad(values, cover(op.padding))
        return F.avg_pool2d(values, op.kernel, op.stride, ceil_mode=ceil)[
            :, :, :height, :width
        ]

    return mean(x) if op.count_padding else mean(x) / mean(torch.ones_like(x))


def random_windows(name: str, total: int) -> list[tuple[Op, tuple[int, ...]]]:
    """Geometries that the operator accepts: half of them square and symmetric."""
    draw = random.Random(name)
    found: list[tuple[Op, tuple[int, ...]]] = []
    while len(found) < total:
        plain = draw.random() < 0.5

        def pair(low: int, high: int, plain: bool = plain) -> tuple[int, int]:
            first = draw.randint(low, high)
            return first, first if plain else draw.randint(low, high)

        pad = draw.randint(0, 2)
        same = ((pad, pad), (pad, pad))
        given: dict[str, Any] = {
            "kernel": pair(1, 4),
            "stride": pair(1, 3),
            "padding": same if plain else (pair(0, 3), pair(0, 3)),
        }
        if name.startswith("conv"):
            channels = draw.choice([4, 8])
            given |= {"channels": channels, "dilation": pair(1, 2)}
            given |= {"groups": draw.choice([1, 2, 4]), "bias": draw.random() < 0.5}
        else:
            given |= {"rounding": draw.choice(["floor", "ceil"])}
        if name == "conv_transpose":
            given["output_padding"] = pair(0, 2)
        if name == "avg_pool":
            given["count_padding"] = draw.random() < 0.5
        op: Any = OP_BY_NAME[name](**given)
        x = (4, *pair(1, 11))
        try:
            op.check(x)
        except OpError:
            continue
        found.append((op, x))
    return found


@pytest.mark.parametrize("oracle", [conv, conv_transpose, max_pool, avg_pool])
def test_windows(oracle: Oracle) -> None:
    cases = random_windows(oracle.__name__, 80)  # type: ignore[attr-defined]
    for seed, (op, x) in enumerate(cases):
        compare(op, x, oracle, seed)


WINDOWS: list[tuple[Op, tuple[int, ...], Oracle]] = [
    (Conv(channels=6, kernel=(7, 7), stride=(2, 2), padding=((3, 3), (3, 3))), (3, 33, 40), conv),
    (Conv(channels=10, kernel=(1, 1)), (7, 5, 6), conv),
    (Conv(channels=10, kernel=(1, 1), stride=(2, 2), bias=False), (7, 5, 6), conv),
    (Conv(channels=12, kernel=(3, 3), padding=((1, 1), (1, 1)), groups="depthwise"), (6, 9, 8), conv),
    (ConvTranspose(channels=6, kernel=(4, 4), stride=(2, 2), padding=((1, 1), (1, 1))), (4, 7, 5), conv_transpose),
    (MaxPool(kernel=(2, 2)), (3, 8, 9), max_pool),
    (AvgPool(kernel=(2, 2)), (3, 8, 9), avg_pool),
    # Under ceil the last window reaches past the padding, which then never counts.
    (AvgPool(kernel=(3, 3), stride=(2, 2), padding=((1, 1), (1, 1)), rounding="ceil"), (3, 6, 8), avg_pool),
    (
        AvgPool(kernel=(3, 3), stride=(2, 2), padding=((1, 1), (1, 1)), rounding="ceil", count_padding=False),
        (3, 6, 8),
        avg_pool,
    ),
    (AvgPool(kernel=(3, 3), stride=(2, 2), rounding="ceil"), (3, 6, 2), avg_pool),
]  # fmt: skip


@pytest.mark.parametrize(("op", "x", "oracle"), WINDOWS)
def test_window(op: Op, x: tuple[int, ...], oracle: Oracle) -> None:
    compare(op, x, oracle)


def test_conv_in_several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few columns at a time give the result of all at once."""
    monkeypatch.setattr("archspec.reference.ops.conv.MAX_COLUMNS", 500)
    op = Conv(channels=4, kernel=(3, 3), stride=(2, 1), padding=((1, 1), (1, 1)))
    compare(op, (4, 17, 9), conv)
