"""The field kinds of axes, and of a choice that decides which axes a value has."""

from collections.abc import Sequence
from typing import Any, cast

from archspec.expr import Const, Expr, ExprError, ListExpr
from archspec.ops.fields.checks import check_flag, is_int, told
from archspec.ops.fields.kinds import (
    FieldKind,
    Listed,
    Written,
    read_scalar,
    scalar,
    spelt,
)
from archspec.ops.fields.written import EXPRESSION, either, several

AXIS_NAMES = ("channels", "last", "length", "depth", "height", "width")
MOST_AXES = 4  # of a volume


def _read(written: Written) -> Expr:
    return Const(written) if written in AXIS_NAMES else read_scalar(written)


def _check(value: Any) -> str | None:
    if value in AXIS_NAMES or (is_int(value) and 0 <= value < MOST_AXES):
        return None
    return f"{told(value)} is not an axis"


ANY_AXIS = FieldKind(
    "an axis: channels, last, a side such as height, or a number from 0 without the batch",
    _read,
    scalar,
    _check,
    either(
        {"enum": list(AXIS_NAMES)},
        {"type": "integer", "minimum": 0, "maximum": MOST_AXES - 1},
        EXPRESSION,
    ),
    AXIS_NAMES,
    (*AXIS_NAMES, 0, 1),
    decides=True,
)


def _read_axes(written: Written) -> Expr:
    if not isinstance(written, (list, tuple)):
        return _read_literal(written)
    return ListExpr(tuple(map(_read_literal, cast(Sequence[Written], written))))


def _read_literal(written: Written) -> Expr:
    named = written in SPACE_NAMES if isinstance(written, str) else is_int(written)
    if named:
        return Const(written)
    raise ExprError(f"expected an axis, got {spelt(written)}")


def _axes(expr: Expr, listed: Listed, sides: int | None) -> tuple[str | int, ...]:
    del listed, sides
    items = expr.items if isinstance(expr, ListExpr) else (expr,)
    return tuple(cast("str | int", cast(Const, item).value) for item in items)


def _check_axes(axes: tuple[str | int, ...]) -> str | None:
    if not axes:
        return "expected at least one axis"
    below = [axis for axis in axes if isinstance(axis, int) and axis < 0]
    return f"axes count from 0, got {below[0]}" if below else None


def _read_choice(written: Written) -> Expr:
    if isinstance(written, bool):
        return Const(written)
    help = "no expression: it decides the rank of the value"
    raise ExprError(f"expected true or false, got {spelt(written)}", help=help)


SPACE_NAMES = ("space", *AXIS_NAMES)
# Literal, since the axes decide the rank of the output.
AXES = FieldKind(
    "space, channels, last, a side such as height, a number from 0, or a list of these",
    _read_axes,
    _axes,
    _check_axes,
    either(
        {"enum": list(SPACE_NAMES)},
        {"type": "integer", "minimum": 0, "maximum": MOST_AXES - 1},
        several({"type": ["string", "integer"], "examples": ["channels", 1]}),
    ),
    examples=("space", "channels", 0, ["channels", "width"], [1]),
)
CHOICE = FieldKind(
    "true or false",
    _read_choice,
    scalar,
    check_flag,
    {"type": "boolean"},
    examples=(True, False),
)
