"""Expressions: parsing, and folding of arithmetic."""

import pytest

from archspec.expr import (
    Const,
    Dim,
    IfElse,
    Name,
    add,
    evaluate,
    if_else,
    lift,
    mul,
    parse,
    show,
    sub,
)

pytestmark = pytest.mark.quick

W, N = Name("w"), Name("n")


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_booleans_are_spelt_as_in_yaml(text: str, value: bool) -> None:
    assert parse(text) == Const(value)
    assert evaluate(parse(f"1 if {text} else 2"), {}) == (1 if value else 2)
    assert show(parse(f"w == {text}")) == f"w == {text}"


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        (W, W, "w * 2"),
        (mul(W, Const(3)), W, "w * 4"),
        (add(W, N), mul(W, Const(2)), "w * 3 + n"),
        (add(N, W), add(W, N), "n * 2 + w * 2"),
        (add(W, Const(2)), 3, "w + 5"),
        (W, 0, "w"),
        (sub(W, N), N, "w"),
        (N, sub(W, N), "w"),
    ],
)
def test_sums_of_sizes_stay_short(left: Dim, right: Dim, text: str) -> None:
    total = add(lift(left), lift(right))
    assert show(total) == text
    values = {"w": 5, "n": 7}
    parts = evaluate(lift(left), values), evaluate(lift(right), values)
    assert all(isinstance(part, int) for part in parts)
    assert evaluate(total, values) == sum(parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("w if w != n else n", "w"),
        ("n if w != n else w", "n"),
        ("w if w == n else n", "n"),
        ("n if n == w else w", "w"),
        ("w if w != n else 2", "w if w != n else 2"),
        ("w if w > n else n", "w if w > n else n"),
    ],
)
def test_a_choice_between_equals_is_none(written: str, text: str) -> None:
    expr = parse(written)
    assert isinstance(expr, IfElse)
    folded = if_else(expr.cond, expr.then, expr.other)
    assert show(folded) == text
    for w, n in ((2, 2), (2, 3), (3, 2)):
        values = {"w": w, "n": n}
        assert evaluate(folded, values) == evaluate(expr, values)
