"""The rules of known differences, without any framework."""

from typing import Any

import numpy as np
import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.facts.known import known_of
from archspec.ops import OPS
from archspec.ops.activation import HardSigmoid
from archspec.ops.pool import AdaptiveAvgPool, AvgPool, GlobalAvgPool
from archspec.proof.expectation.limits import limits_of, rounded
from archspec.reference.ops import RULES
from archspec.reference.statistics import ORDERS, Batch, orders_of, updated
from tests.graphs import graph

pytestmark = pytest.mark.quick


def test_what_is_known_is_of_operators() -> None:
    kinds = {op.NAME for op in OPS}
    for backend in BACKENDS:
        found = known_of(backend)
        for one in (*found.limits, *found.input_gradients):
            assert one.kind in kinds
        assert all(one.op or one.value or one.gradient for one in found.limits)


@pytest.mark.parametrize(
    "op",
    [
        AvgPool(kernel=(3, 2), padding=((1, 0), (1, 1)), count_padding=False),
        AdaptiveAvgPool(size=(3, 2)),
        GlobalAvgPool(),
        HardSigmoid(),
    ],
    ids=lambda op: op.NAME,
)
def test_a_rounded_gradient_is_close(op: Any) -> None:
    """It is within half a digit of float32, and not equal."""
    x = np.random.default_rng(0).normal(size=(2, 3, 7, 5))
    dy = np.ones((2, 3, *op.output((3, 7, 5))[1:]))
    (exact,), _ = RULES[type(op)].gradient(op, dy, x)
    limits = (one for backend in BACKENDS for one in known_of(backend).limits)
    own = next(one.gradient for one in limits if one.kind == op.NAME)
    assert own is not None
    (got,), _ = own(op, dy, x)
    error = np.abs(got - exact)
    assert 0 < error.max() <= 2.0**-24 * np.abs(exact).max()


def test_a_rounded_field_changes_nothing_else() -> None:
    found = graph("input: [3, 4, 4]\nbody:\n  a: {op: bn, eps: 0.003}\n  b: relu\n")
    other, own = rounded(found, limits_of("paddle", found))
    assert own == {}
    assert [node.op for node in other.nodes[2:]] == [
        node.op for node in found.nodes[2:]
    ]
    assert getattr(other.nodes[1].op, "eps") == float(np.float32(0.003))  # noqa: B009


def test_calls_of_a_bn_move_its_statistics_in_any_order() -> None:
    def batch(owner: str, value: float) -> Batch:
        return Batch(owner, 0.5, np.array([value]), np.array([1.0]), 8)

    one, *calls = batch("other", 0.0), batch("bn", 1.0), batch("bn", 2.0)
    assert orders_of([one, calls[0]]) == [[one, calls[0]]]
    start = {
        f"{o}.running_{k}": np.zeros(1)
        for o in ("bn", "other")
        for k in ("mean", "var")
    }
    ends = {
        float(updated(start, order, unbiased=False)["bn.running_mean"][0])
        for order in orders_of([calls[0], one, calls[1]])
    }
    assert ends == {1.25, 1.0}
    assert len(orders_of([batch("bn", k) for k in range(6)])) == ORDERS + 1
