"""Kinds of field, the notation ``activation``, and the shapes of joins."""

import math

import pytest

from archspec.expr import Const, ExprError, Name, evaluate, lift
from archspec.ops import OpError
from archspec.ops.activation import LeakyReLU, ReLU
from archspec.ops.fields.kinds import COUNT, FILL, NUMBER, SIZE, optional
from archspec.ops.fields.word_kinds import bound, enum
from archspec.ops.join import Add, Concat, Mul
from archspec.ops.named_activation import ACTIVATIONS, Activation
from tests.wording import Wording

pytestmark = pytest.mark.quick


def test_activation_stands_for_its_kind(wording: Wording) -> None:
    assert Activation(kind="relu").resolved() == ReLU()
    assert Activation(kind="leaky_relu", slope=0.2).resolved() == LeakyReLU(slope=0.2)
    for kind, cls in ACTIVATIONS.items():
        assert Activation(kind=kind).resolved() == cls()
    with wording.raises(OpError) as caught:
        Activation(kind="relu", slope=0.1).resolved()
    assert caught.value.field == "slope"
    wording(caught.value.help)
    with wording.raises(OpError) as caught:
        Activation(kind="elu", slope=0.1).check((3,))
    wording(caught.value.help)
    with wording.raises(OpError):
        Activation(kind=Name("act")).resolved()


def test_kinds(wording: Wording) -> None:
    never = lambda expr: False  # noqa: E731
    assert SIZE.canonical(SIZE.read([3, "k"]), never, None) == (3, Name("k"))
    assert FILL.canonical(FILL.read("-inf"), never, None) == -math.inf
    assert FILL.canonical(FILL.read(-math.inf), never, None) == -math.inf
    assert FILL.check(-math.inf) is None and FILL.check(0) is None
    wording(FILL.check(math.inf))
    wording(NUMBER.check(-math.inf))
    assert optional(COUNT).check(None) is None
    wording(optional(COUNT).check(0))
    kind = enum("floor", "ceil")
    assert bound(kind.read("floor"), kind, {"floor"}) == Name("floor")
    assert bound(kind.read("floor"), kind, set()) == Const("floor")
    with wording.raises(ExprError):
        kind.read(3)


def test_joins() -> None:
    c, h, w = Name("c"), Name("h"), Name("w")
    assert Add().output((8, 5, 6), (8, 5, 6)) == (8, 5, 6)
    assert Mul().output((8, 5, 6), (8, 1, 1)) == (8, 5, 6)
    assert Add().output((8, 1, 6), (8, 5, 1), (8, 1, 1)) == (8, 5, 6)
    assert Mul().output((8, 1, 1), (8, 1, 1)) == (8, 1, 1)
    assert Mul().output((1, 5, 1), (8, 1, 6), (1, 1, 1)) == (8, 5, 6)
    assert Add().output((1,), (8,)) == (8,)
    assert Concat().output((8, 5, 6), (1, 5, 6), (2, 5, 6)) == (11, 5, 6)
    assert Concat().output((8,), (3,)) == (11,)
    assert Add().output((8,), (8,)) == (8,)
    assert Concat().output((c, h, 6), (c, h, w)) == (c + c, h, 6)
    assert Mul().output((c, h, w), (c, 1, 1)) == (c, h, w)
    assert Mul().output((1, h, w), (c, 1, w)) == (c, h, w)
    assert Add().output((c, h, w), (8, 5, w)) == (8, 5, w)
    wide = Mul().output((8, h, w), (8, w, 1))[1]
    assert [evaluate(lift(wide), {"h": 5, "w": n}) for n in (1, 5)] == [5, 5]
