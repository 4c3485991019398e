"""Every gradient of the NumPy reference, compared with PyTorch's in float64."""

from functools import reduce
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from archspec.ops import OP_BY_NAME, Op
from archspec.ops.conv import Conv
from archspec.ops.join import Add, Concat, Div, Maximum, Minimum, Mul, Sub
from archspec.ops.norm import BatchNorm
from archspec.ops.pool import AdaptiveMaxPool, GlobalMaxPool, MaxPool
from archspec.ops.reduce import Max, Min
from archspec.ops.resize import Upsample
from archspec.reference.ops import RULES
from tests.graph.oracles import drawn
from tests.graph.test_reference_activations import CASES, ORACLES, Oracle
from tests.graph.test_reference_ops import LAYERS
from tests.graph.test_reference_windows import (
    WINDOWS,
    avg_pool,
    conv,
    conv_transpose,
    max_pool,
    random_windows,
)

pytestmark = pytest.mark.quick

LIMIT = 1e-12  # largest difference over largest value, in float64
# PyTorch's gradient of hardsigmoid has 1 / 6 as a float32 in every dtype.
DERIVED = ORACLES | {
    "hard_sigmoid": lambda op, x, w: torch.clamp(op.slope * x + op.offset, 0, 1)
}
SIXTH = 3e-8


def assert_close(got: Any, want: Any, limit: float = LIMIT) -> None:
    assert got.shape == want.shape
    assert np.abs(got - want).max() <= limit * np.abs(want).max()


def compare(
    op: Op,
    x: tuple[int, ...],
    oracle: Oracle,
    seed: int = 0,
    mode: str = "inference",
) -> None:
    """The gradients are PyTorch's, have the input's dtype, and leave their arguments as
    they are.
    """
    images, weights = drawn(op, x, seed)
    dy = np.random.default_rng(seed + 1).standard_normal((2, *op.output(x)))
    taken = [images, dy, *weights.values()]
    before = [array.copy() for array in taken]
    rule = RULES[type(op)].in_mode(mode)
    (dx,), params = rule.gradient(op, dy, images, **weights)
    assert all(map(np.array_equal, taken, before))

    native = {name: torch.from_numpy(value) for name, value in weights.items()}
    roles = {name: tensor.role for name, tensor in op.tensors(x).items()}
    trained = {n: t for n, t in native.items() if roles[n] == "param"}
    leaves = [torch.from_numpy(images), *trained.values()]
    for leaf in leaves:
        leaf.requires_grad_()
    y = oracle(op, leaves[0], native)
    assert np.allclose(rule.forward(op, images, **weights), y.detach(), rtol=1e-11)
    wanted = torch.autograd.grad(y, leaves, torch.from_numpy(dy))
    assert set(params) == set(trained)
    for got, want in zip([dx, *(params[n] for n in trained)], wanted, strict=True):
        assert got.dtype == np.float64
        assert_close(got, want.numpy())

    single = {name: value.astype(np.float32) for name, value in weights.items()}
    (few,), others = rule.gradient(
        op, dy.astype(np.float32), images.astype(np.float32), **single
    )
    for name, got, want in [
        ("dx", few, dx),
        *((n, others[n], params[n]) for n in params),
    ]:
        assert got.dtype == np.float32, name
        assert_close(got, want, 1e-3)


@pytest.mark.parametrize("oracle", [conv, conv_transpose, max_pool, avg_pool])
def test_windows(oracle: Oracle) -> None:
    cases = random_windows(oracle.__name__, 80)  # type: ignore[attr-defined]
    for seed, (op, x) in enumerate(cases):
        compare(op, x, oracle, seed)


@pytest.mark.parametrize(("op", "x", "oracle"), [*WINDOWS, *LAYERS])
def test_layer(op: Op, x: tuple[int, ...], oracle: Oracle) -> None:
    compare(op, x, oracle)


@pytest.mark.parametrize("columns", [1, 500, 3000, 10_000])
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_blocks_of_images_and_rows_change_nothing(
    columns: int, groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archspec.reference.ops.conv.MAX_COLUMNS", columns)
    padding = ((2, 1), (0, 1))
    op = Conv(channels=8, kernel=(3, 2), stride=(2, 1), padding=padding, groups=groups)
    compare(op, (4, 17, 9), conv)


@pytest.mark.parametrize("op", CASES)
@pytest.mark.parametrize("x", [(4, 5, 6), (7,)])
def test_activation(op: Op, x: tuple[int, ...]) -> None:
    compare(op, x, DERIVED[op.NAME])


# Where PyTorch, in floating point, copies another pixel: each copy is a term of the
# sum.
@pytest.mark.parametrize("factor", [2, 3, 5, 7, 41, 49])
def test_nearest_sums_the_copies(factor: int) -> None:
    x, dy = np.zeros((1, 1, 2, 3)), np.ones((1, 1, 2 * factor, 3 * factor))
    op = Upsample(scale=(factor, factor))
    (dx,), _ = RULES[Upsample].gradient(op, dy, x)
    assert np.array_equal(dx, np.full(x.shape, factor**2))


def batch_norm(op: Any, x: Any, w: Any) -> Any:
    return F.batch_norm(
        x, None, None, w.get("weight"), w.get("bias"), training=True, eps=op.eps
    )


@pytest.mark.parametrize(
    "op",
    [
        BatchNorm(),
        BatchNorm(eps=0.5, affine=False),
        BatchNorm(scale=False),
        BatchNorm(center=False),
    ],
)
@pytest.mark.parametrize("x", [(5, 4, 6), (3, 1, 3)])
def test_batch_norm_in_training(op: Op, x: tuple[int, ...]) -> None:
    compare(op, x, batch_norm, 0, "train")


JOINS: dict[type[Op], Any] = {
    Add: torch.add,
    Mul: torch.mul,
    Sub: torch.sub,
    Div: torch.div,
    Maximum: torch.maximum,
    Minimum: torch.minimum,
}


def test_joins() -> None:
    rng = np.random.default_rng(0)
    shapes = [(2, 3, 4, 5), (2, 3, 1, 5), (2, 3, 1, 1), (2, 3, 4, 1), (2, 1, 4, 1)]
    arrays = [rng.standard_normal(shape) for shape in shapes]
    for op, given in [
        (Add(), arrays),
        (Mul(), arrays),
        (Add(), arrays[1:]),
        (Mul(), arrays[2:]),
        (Mul(), [arrays[0]] * 3),
        (Add(), arrays[:1]),
        *((op(), pair) for op in (Sub, Div) for pair in (arrays[:2], arrays[:0:-2])),
        *((op(), arrays[::-1]) for op in (Add, Mul, Maximum, Minimum)),
        *((op(), [arrays[0]] * 2) for op in (Maximum, Minimum)),
        (Concat(), [arrays[0], arrays[0][:, :2], arrays[0]]),
    ]:
        leaves = [torch.from_numpy(array.copy()).requires_grad_() for array in given]
        rule = RULES[type(op)]
        y = rule.forward(op, *given)
        dy = rng.standard_normal(y.shape)
        if isinstance(op, Concat):
            joined = torch.cat(leaves, 1)
        else:
            joined = reduce(JOINS[type(op)], leaves)
        assert_close(y, joined.detach().numpy())
        wanted = torch.autograd.grad(joined, leaves, torch.from_numpy(dy))
        found, params = rule.gradient(op, dy, *given)
        assert not params
        for got, want in zip(found, wanted, strict=True):
            assert_close(got, want.numpy())


@pytest.mark.parametrize("op", [op for op in CASES if op.NAME != "gelu"])
def test_at_the_kinks_as_pytorch(op: Op) -> None:
    x = np.array([[-6.0, -3.0, -0.0, 0.0, 3.0, 6.0]])
    weights = {n: np.full(t.shape, 0.25) for n, t in op.tensors((6,)).items()}
    (dx,), _ = RULES[type(op)].gradient(op, np.ones_like(x), x, **weights)
    leaf = torch.from_numpy(x).requires_grad_()
    native = {name: torch.from_numpy(value) for name, value in weights.items()}
    ORACLES[op.NAME](op, leaf, native).sum().backward()
    limit = SIXTH if op.NAME == "hard_sigmoid" else LIMIT
    np.testing.assert_allclose(dx, leaf.grad, rtol=limit)


def test_the_first_of_equal_values_wins() -> None:
    x = np.random.default_rng(0).integers(0, 3, (2, 3, 9, 8)).astype(float)
    for kernel, step, pad, rounding in [
        ((3, 3), (2, 2), 1, "floor"),
        ((2, 3), (1, 2), 0, "ceil"),
        ((3, 2), (3, 1), 1, "ceil"),
    ]:
        op = MaxPool(
            kernel=kernel,
            stride=step,
            padding=((pad, pad), (pad, pad)),
            rounding=rounding,
        )
        dy = np.random.default_rng(1).standard_normal((2, *op.output(x.shape[1:])))
        leaf = torch.from_numpy(x).requires_grad_()
        max_pool(op, leaf, {}).backward(torch.from_numpy(dy))
        (dx,), _ = RULES[MaxPool].gradient(op, dy, x)
        assert_close(dx, leaf.grad.numpy())


def test_the_first_of_equal_values_wins_in_adaptive_windows() -> None:
    x = np.random.default_rng(0).integers(0, 3, (2, 3, 9, 8)).astype(float)
    for op, size in [(GlobalMaxPool(), 1), (AdaptiveMaxPool(size=(4, 5)), (4, 5))]:
        dy = np.random.default_rng(1).standard_normal((2, *op.output(x.shape[1:])))
        leaf = torch.from_numpy(x).requires_grad_()
        F.adaptive_max_pool2d(leaf, size).backward(torch.from_numpy(dy))
        (dx,), _ = RULES[type(op)].gradient(op, dy, x)
        assert_close(dx, leaf.grad.numpy())


@pytest.mark.parametrize("keep", [False, True])
def test_equal_values_share_the_gradient(keep: bool) -> None:
    x = np.random.default_rng(0).integers(0, 3, (2, 3, 5, 4)).astype(float)
    for op, oracle in [
        (Max(over=(0, 2), keep=keep), "amax"),
        (Min(over=(0, 2), keep=keep), "amin"),
    ]:
        dy = np.random.default_rng(1).standard_normal((2, *op.output(x.shape[1:])))
        leaf = torch.from_numpy(x).requires_grad_()
        y = getattr(leaf, oracle)((1, 3), keepdim=keep)
        y.backward(torch.from_numpy(dy))
        (dx,), _ = RULES[type(op)].gradient(op, dy, x)
        assert_close(dx, leaf.grad.numpy())


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_far_values_stay_finite(name: str) -> None:
    """No overflow, no invalid operation, and the limits of the derivative."""
    x = np.array([[-800.0, -0.0, 0.0, 800.0]])
    op = OP_BY_NAME[name]()
    weights = {n: np.full(t.shape, 0.25) for n, t in op.tensors((4,)).items()}
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        (dx,), _ = RULES[type(op)].gradient(op, np.ones_like(x), x, **weights)
    assert np.isfinite(dx).all()
