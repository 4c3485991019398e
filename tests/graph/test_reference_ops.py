"""Every NumPy reference function against PyTorch in float64."""

import random
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from archspec.ops import (
    OP_BY_NAME,
    AdaptiveAvgPool,
    AvgPool,
    BatchNorm,
    ChannelShuffle,
    Conv,
    ConvTranspose,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    GroupNorm,
    Identity,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
    LogSoftmax,
    MaxPool,
    Op,
    OpError,
    Pad,
    Permute,
    Slice,
    Softmax,
    StochasticDepth,
    Upsample,
)
from archspec.reference.ops import RULES

pytestmark = pytest.mark.quick

Oracle: TypeAlias = Callable[[Any, Tensor, Mapping[str, Tensor]], Tensor]
NONE = ((0, 0), (0, 0))
INF = float("inf")


def drawn(op: Op, x: tuple[int, ...], seed: int = 0) -> tuple[Any, dict[str, Any]]:
    """A batch of 2 of shape ``x`` and the tensors of ``op``."""
    rng = np.random.default_rng(seed)
    tensors = {
        name: rng.uniform(0.5, 1.5, tensor.shape)
        if name == "running_var"
        else rng.standard_normal(tensor.shape)
        for name, tensor in op.tensors(x).items()
    }
    return 3 * rng.standard_normal((2, *x)), tensors


def compare(op: Op, x: tuple[int, ...], oracle: Oracle, seed: int = 0) -> None:
    """The reference has the operator's shape, PyTorch's numbers, and the input's dtype."""
    op.check(x)
    images, weights = drawn(op, x, seed)
    before = images.copy()
    forward = RULES[type(op)].forward
    got = forward(op, images, **weights)
    assert np.array_equal(images, before)
    assert got.shape == (2, *op.output(x))
    native = {name: torch.from_numpy(value) for name, value in weights.items()}
    want = oracle(op, torch.from_numpy(images), native).numpy()
    assert got.shape == want.shape
    assert got.dtype == np.float64
    if not np.array_equal(got, want):
        assert np.abs(got - want).max() <= 1e-12 * np.abs(want).max()
    single = {name: value.astype(np.float32) for name, value in weights.items()}
    small = forward(op, images.astype(np.float32), **single)
    assert small.dtype == np.float32
    np.testing.assert_allclose(small, got, rtol=1e-4, atol=1e-4 * np.abs(want).max())


def cover(pads: Any) -> tuple[int, ...]:
    """Our padding as ``F.pad`` wants it."""
    (top, bottom), (left, right) = pads
    return left, right, top, bottom


# --- windows -----------------------------------------------------------------------


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
    """Few columns at a time give what all at once give."""
    monkeypatch.setattr("archspec.reference.ops.conv.MAX_COLUMNS", 500)
    op = Conv(channels=4, kernel=(3, 3), stride=(2, 1), padding=((1, 1), (1, 1)))
    compare(op, (4, 17, 9), conv)


# --- normalisation, dense, shapes --------------------------------------------------


def bn(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    mean, var = w["running_mean"], w["running_var"]
    return F.batch_norm(x, mean, var, w.get("weight"), w.get("bias"), eps=op.eps)


def group_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.group_norm(x, op.groups, w["weight"], w["bias"], op.eps)


def layer_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    last = x.movedim(1, -1)
    y = F.layer_norm(last, last.shape[-1:], w["weight"], w["bias"], op.eps)
    return y.movedim(-1, 1)


def last_layer_norm(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], w["weight"], w["bias"], op.eps)


def lrn(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.local_response_norm(x, op.size, op.alpha, op.beta, op.k)


def resized(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    given = {"size": op.size, "scale_factor": op.scale and tuple(map(float, op.scale))}
    align = {"align_corners": False} if op.mode == "bilinear" else {}
    return F.interpolate(x, mode=op.mode, **given, **align)


def pad(op: Any, x: Tensor, w: Mapping[str, Tensor]) -> Tensor:
    return F.pad(x, cover(op.padding), value=op.value)


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
    (BatchNorm(), (5, 4, 6), bn),
    (BatchNorm(eps=1e-3, affine=False), (5,), bn),
    (BatchNorm(eps=0.5), (5,), bn),
    (GroupNorm(groups=3), (6, 4, 5), group_norm),
    (GroupNorm(groups=6, eps=0.1), (6, 4, 5), group_norm),
    (LayerNorm(), (6, 4, 5), layer_norm),
    (LayerNorm(eps=0.1), (6,), layer_norm),
    (LayerNorm(axis="last", eps=1e-3), (4, 5, 6), last_layer_norm),
    (LayerNorm(axis="last"), (6,), last_layer_norm),
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
    (Flatten(), (3, 4, 5), lambda op, x, w: x.flatten(1)),
    (Flatten(), (7,), lambda op, x, w: x),
    (Identity(), (3, 4, 5), lambda op, x, w: x),
    (Dropout(), (3, 4, 5), lambda op, x, w: F.dropout(x, op.drop_prob, training=False)),
    (StochasticDepth(drop_prob=0.4), (3, 4, 5), lambda op, x, w: x),
    (ChannelShuffle(groups=2), (6, 4, 5), lambda op, x, w: F.channel_shuffle(x, op.groups)),
    (ChannelShuffle(groups=3), (12, 2, 1), lambda op, x, w: F.channel_shuffle(x, op.groups)),
    (Softmax(), (5, 3, 4), lambda op, x, w: F.softmax(x, dim=1)),
    (Softmax(), (5,), lambda op, x, w: F.softmax(x, dim=1)),
    (LogSoftmax(), (5, 3, 4), lambda op, x, w: F.log_softmax(x, dim=1)),
    (Pad(padding=((1, 2), (0, 3)), value=1.5), (3, 4, 5), pad),
    (Slice(start=1, stop=4), (6, 3, 3), lambda op, x, w: x[:, 1:4]),
    (Slice(stop=4), (6,), lambda op, x, w: x[:, :4]),
    *((Upsample(scale=s, mode=m), (3, 5, 4), resized) for s in [(2, 2), (1, 3)] for m in ("nearest", "bilinear")),
    *((Upsample(size=s, mode=m), (3, 5, 4), resized) for s in [(7, 11), (3, 2)] for m in ("nearest", "bilinear")),
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
