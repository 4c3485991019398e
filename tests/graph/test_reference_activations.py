"""NumPy activations and joins, compared with PyTorch and with their limits."""

from collections.abc import Callable, Mapping
from math import erfc, sqrt
from typing import Any, TypeAlias

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from archspec.ops import Op
from archspec.ops.activation import ELU, GELU, HardSigmoid, LeakyReLU, PReLU, Softplus
from archspec.ops.join import Add, Concat, Mul
from archspec.ops.named_activation import ACTIVATIONS
from archspec.ops.softmax import LogSoftmax, Softmax
from archspec.reference.ops import RULES

pytestmark = pytest.mark.quick

Oracle: TypeAlias = Callable[[Any, Tensor, Mapping[str, Tensor]], Tensor]


def hard_sigmoid(op: Any, x: Tensor) -> Tensor:
    native = op == HardSigmoid()
    return F.hardsigmoid(x) if native else torch.clamp(op.slope * x + op.offset, 0, 1)


ORACLES: dict[str, Oracle] = {
    "relu": lambda op, x, w: F.relu(x),
    "relu6": lambda op, x, w: F.relu6(x),
    "sigmoid": lambda op, x, w: torch.sigmoid(x),
    "tanh": lambda op, x, w: torch.tanh(x),
    "silu": lambda op, x, w: F.silu(x),
    "mish": lambda op, x, w: F.mish(x),
    "softplus": lambda op, x, w: F.softplus(x),
    "selu": lambda op, x, w: F.selu(x),
    "hard_sigmoid": lambda op, x, w: hard_sigmoid(op, x),
    "log_sigmoid": lambda op, x, w: F.logsigmoid(x),
    "softsign": lambda op, x, w: F.softsign(x),
    "hard_swish": lambda op, x, w: F.hardswish(x),
    "leaky_relu": lambda op, x, w: F.leaky_relu(x, op.slope),
    "elu": lambda op, x, w: F.elu(x, op.alpha),
    "gelu": lambda op, x, w: F.gelu(x, approximate=op.approximate),
    "prelu": lambda op, x, w: F.prelu(x, w["weight"]),
}

CASES: list[Op] = [
    *(cls() for cls in ACTIVATIONS.values()),
    HardSigmoid(slope=0.2),
    HardSigmoid(slope=0.3, offset=0.4),
    LeakyReLU(slope=0.2),
    ELU(alpha=0.7),
    GELU(approximate="tanh"),
    PReLU(per_channel=True),
]


@pytest.mark.parametrize("op", CASES)
@pytest.mark.parametrize("x", [(4, 5, 6), (7,)])
def test_activation(op: Op, x: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    values = np.clip(3 * rng.standard_normal((2, *x)), -12, 12)
    weights = {n: rng.standard_normal(t.shape) for n, t in op.tensors(x).items()}
    native = {name: torch.from_numpy(value) for name, value in weights.items()}
    forward = RULES[type(op)].forward
    got = forward(op, values, **weights)
    want = ORACLES[op.NAME](op, torch.from_numpy(values), native).numpy()
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-15)
    single = {name: value.astype(np.float32) for name, value in weights.items()}
    small = forward(op, values.astype(np.float32), **single)
    assert small.dtype == np.float32
    np.testing.assert_allclose(small, want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("op", [*CASES, Softmax(), LogSoftmax()])
def test_far_values_stay_finite(op: Op) -> None:
    """No overflow, no invalid operation, and the limits of the function."""
    x = np.array([[-800.0, -0.0, 0.0, 800.0]])
    weights = {n: np.full(t.shape, 0.25) for n, t in op.tensors((4,)).items()}
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        y = RULES[type(op)].forward(op, x, **weights)
    assert np.isfinite(y).all()


def test_tails() -> None:
    """Where the plain formula cancels, the reference keeps its digits."""
    x = np.array([[-8.0]])
    assert RULES[GELU].forward(GELU(), x)[0, 0] == -4 * erfc(8 / sqrt(2))
    x = np.array([[40.0, -40.0]])
    softplus = RULES[Softplus].forward(Softplus(), x)
    np.testing.assert_allclose(softplus, [[40.0, np.exp(-40.0)]], rtol=1e-15)


def test_joins() -> None:
    rng = np.random.default_rng(0)
    a, b, c = (rng.standard_normal((2, *s)) for s in [(3, 4, 5), (3, 1, 5), (3, 1, 1)])
    add, mul, concat = (RULES[op].forward for op in (Add, Mul, Concat))
    assert np.array_equal(add(Add(), a, b, c), a + b + c)
    assert np.array_equal(mul(Mul(), c, a, b), c * a * b)
    assert np.array_equal(concat(Concat(), a, a[:, :2])[:, 3:], a[:, :2])
    assert add(Add(), c, b).shape == (2, *Add().output((3, 1, 1), (3, 1, 5)))
    assert add(Add(), a) is a
