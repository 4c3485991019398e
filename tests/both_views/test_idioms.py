"""Simplified sums: the same value, and never longer."""

import math
import random

import pytest

from archspec.backends.python.idioms import idiomatic
from archspec.backends.python.nodes import Ex
from archspec.expr import (
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    ExprError,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    Unary,
    Value,
    evaluate,
    parse,
    show,
)
from tests.emitted import python_of

pytestmark = pytest.mark.quick

TYPES = {"in_channels": "int", "n": "int", "w": "int", "h": "int", "widths": "[int]"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("in_channels * n * n // (n * n)", "in_channels"),
        ("n * in_channels * n // n // n", "in_channels"),
        ("0 // in_channels * 2 + 2", "2"),
        ("h + w - h", "w"),
        ("-h + w", "w - h"),
        ("3 * w - 2 * w", "w"),
        ("3 * w - w", "2 * w"),
        ("w * 3 - w", "w * 2"),
        ("w - 3 * w", "-(2 * w)"),
        ("(w + h) * 2 - 2 * h", "2 * w"),
        ("w * 4 // 8", "w // 2"),
        ("(w * n + n) // n", "w + 1"),
        ("(w + 3) // 2 + 1 - 1", "(w + 3) // 2"),
        ("widths[0] * 2 // 2", "widths[0]"),
        ("len(widths) - 4 + 3", "len(widths) - 1"),
        ("widths[len(widths) - 4 + 3]", "widths[-1]"),
        ("max(w + 1 - 1, 3)", "max(w, 3)"),
        ("64 != n", "n != 64"),
        ("64 < n", "n > 64"),
        ("not 64 >= n", "not n <= 64"),
        ("0 < n and n < 4", "0 < n < 4"),
        ("n > 0 and n < 4", "0 < n < 4"),
        ("4 + n + 2", "n + 6"),
        ("(n - 1) * -1 * -2 // 3", "(n * 2 - 2) // 3"),
        # As it was:
        ("512 * 7 * 7", "512 * 7 * 7"),
        ("(n + 1) * 2", "(n + 1) * 2"),
        ("(2 + n * 3) * 2 * 2", "(2 + n * 3) * 2 * 2"),
        ("w * h + h * w * n", "w * h + h * w * n"),
        ("(w + 1) // 2 * 2", "(w + 1) // 2 * 2"),
        ("w // 2 * 2", "w // 2 * 2"),
        ("w % 4 + w // 4 * 4", "w % 4 + w // 4 * 4"),
        ("widths[len(widths) - 2]", "widths[len(widths) - 2]"),
        ("f * n // n", "f * n // n"),
        ("f + w - f", "f + w - f"),
        ("flag + n - flag", "flag + n - flag"),
        ("w / 2 * 2", "w / 2 * 2"),
        ("1 < n < 4", "1 < n < 4"),
    ],
)
def test_what_a_person_writes(written: str, text: str) -> None:
    assert show(idiomatic(parse(written), TYPES)) == text


# --- any expression ----------------------------------------------------------------

NUMBERS = ("n", "w", "h", "f", "flag")


class Drawn:
    """Random expressions, most of whose parts can cancel."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def number(self, depth: int) -> Expr:
        pick = self.random.random()
        if depth == 0 or pick < 0.15:
            return self.leaf()
        if pick < 0.75:
            op = self.random.choice("+-*-+*/%") if pick > 0.3 else "//"
            return Binary(op, self.number(depth - 1), self.number(depth - 1))
        if pick < 0.8:
            return Unary("-", self.number(depth - 1))
        if pick < 0.88:
            func = self.random.choice(("min", "max"))
            return CallExpr(func, (self.number(depth - 1), self.number(depth - 1)))
        if pick < 0.92:
            whole = Binary("-", CallExpr("len", (Name("widths"),)), self.number(1))
            return Index(Name("widths"), whole)
        cond = self.condition(depth - 1)
        return IfElse(cond, self.number(depth - 1), self.number(depth - 1))

    def leaf(self) -> Expr:
        if self.random.random() < 0.35:
            return Const(self.random.choice((0, 1, 2, 2, 3, 4, 6, -1, -2)))
        return Name(self.random.choice(NUMBERS[: self.random.choice((2, 3, 5))]))

    def condition(self, depth: int) -> Expr:
        if depth > 0 and self.random.random() < 0.3:
            items = (self.condition(depth - 1), self.condition(depth - 1))
            return Logic(self.random.choice(("and", "or")), items)
        op = self.random.choice(("<", "<=", ">", ">=", "==", "!="))
        compared = Compare(self.number(1), (op,), (self.number(1),))
        return compared if self.random.random() < 0.8 else Unary("not", compared)

    def values(self) -> dict[str, Value]:
        whole = [self.random.choice((-7, -3, -1, 0, 1, 2, 3, 5, 8)) for _ in range(6)]
        return {
            **dict(zip("nwh", whole, strict=False)),
            "f": self.random.choice((0.5, -1.5, 0.1, 3.0)),
            "flag": self.random.random() < 0.5,
            "widths": list(whole[: self.random.randint(0, 4)]),
        }


def outcome(expr: Expr, values: dict[str, Value]) -> Value | ExprError:
    try:
        return evaluate(expr, values)
    except ExprError as error:
        return error


@pytest.mark.parametrize("seed", range(8))
def test_the_value_stays_the_same(seed: int) -> None:
    changed = 0
    for number in range(100):
        drawn = Drawn(seed * 1000 + number)
        expr = drawn.number(4) if number % 3 else drawn.condition(2)
        short = idiomatic(expr, TYPES)
        assert len(show(short)) <= len(show(expr)), show(expr)
        assert idiomatic(short, TYPES) == short, show(expr)
        assert parse(show(short)) is not None
        changed += short != expr
        for _ in range(6):
            values = drawn.values()
            before = outcome(expr, values)
            if isinstance(before, ExprError):
                continue  # a division by zero, which may be gone
            assert outcome(parse(show(expr)), values) == before, show(expr)
            printed = python_of(Ex(expr))
            assert eval(printed, {"math": math, **values}) == before, printed
            after = outcome(short, values)
            assert (type(after), after) == (type(before), before), (show(expr), values)
    assert changed > 20


def test_lists_are_not_numbers() -> None:
    for text in ("widths + widths", "widths + [n] + widths", "[1, 2] * n + widths"):
        assert idiomatic(parse(text), TYPES) == parse(text)
    assert isinstance(idiomatic(ListExpr((parse("w + n - w"),)), TYPES), ListExpr)
