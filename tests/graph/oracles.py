"""NumPy reference functions compared with PyTorch's, in float64."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor

from archspec.ops import (
    Op,
)
from archspec.reference.ops import RULES

Oracle: TypeAlias = Callable[[Any, Tensor, Mapping[str, Tensor]], Tensor]
NONE = ((0, 0), (0, 0))
INF = float("inf")
POSITIVE = ("sqrt", "log", "power")  # operators of positive values


def drawn(op: Op, x: tuple[int, ...], seed: int = 0) -> tuple[Any, dict[str, Any]]:
    """A batch of 2 of shape ``x`` and the tensors of ``op``."""
    rng = np.random.default_rng(seed)
    tensors = {
        name: rng.uniform(0.5, 1.5, tensor.shape)
        if name == "running_var"
        else rng.standard_normal(tensor.shape)
        for name, tensor in op.tensors(x).items()
    }
    values = 3 * rng.standard_normal((2, *x))
    return np.abs(values) + 0.1 if op.NAME in POSITIVE else values, tensors


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
    """Our padding in the form of ``F.pad``."""
    (top, bottom), (left, right) = pads
    return left, right, top, bottom
