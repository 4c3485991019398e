"""Field kinds of operators that change a shape, or move values within it."""

from typing import Any

from archspec.expr import MAX_VALUE, Const, Dim, Expr, ExprError, ListExpr
from archspec.ops.fields.axis_kinds import MOST_AXES
from archspec.ops.fields.checks import at_least
from archspec.ops.fields.kinds import (
    COUNT,
    INDEX,
    PADDING,
    SHIFT,
    FieldKind,
    Listed,
    Written,
    dim,
    read_expr,
)
from archspec.ops.fields.written import either, several, side_lengths, whole
from archspec.record import replace


def _read_shape(written: Written) -> Expr:
    """A list of sizes; -1, the size that is left to be found, becomes None.

    Only a -1 that is written as such has this meaning, not a param with that value.
    """
    expr = read_expr(written)
    if not isinstance(expr, ListExpr):
        raise ExprError("expected a list of sizes, such as [64, 4, 4] or [64, -1]")
    left = (Const(None) if item == Const(-1) else item for item in expr.items)
    return ListExpr(tuple(left))


def _shape(expr: Expr, listed: Listed, sides: int | None) -> tuple[Dim | None, ...]:
    del listed, sides
    assert isinstance(expr, ListExpr)  # of `_read_shape`
    return tuple(None if item == Const(None) else dim(item) for item in expr.items)


_check_sizes = at_least(1, "a size")


def _check_shape(value: Any) -> str | None:
    sizes = tuple(size for size in value if size is not None)
    if not 1 <= len(value) <= MOST_AXES:
        return f"a value has 1 to {MOST_AXES} axes besides the batch, got {len(value)}"
    if len(value) - len(sizes) > 1:
        return "only one size can be -1: it follows from the others"
    return _check_sizes(sizes)


RESHAPED = FieldKind(
    "a list of sizes, one of which can be -1",
    _read_shape,
    _shape,
    _check_shape,
    {
        **several(either({"const": -1}, *whole(1)["anyOf"])),
        "maxItems": MOST_AXES,
    },
    examples=([8, -1], [-1], [4, -1, 2], [-1, 2, 2, 2]),
)

_FROM_START = "a whole number, counted from the start"
START, STOP = replace(INDEX, name=_FROM_START), replace(COUNT, name=_FROM_START)

CROPPING = replace(
    PADDING,
    name="cropping: c, [ch, cw] or [[top, bottom], [left, right]]",
    check=at_least(0, "cropping"),
)

OFFSET = replace(
    SHIFT,
    name="a shift: s or [sh, sw]",
    check=at_least(-MAX_VALUE, "the shift"),
    json=side_lengths(-MAX_VALUE),
    examples=(1, -2, [-1, 1]),
)
