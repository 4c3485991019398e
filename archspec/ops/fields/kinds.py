"""The kinds of operator fields: the values that a spec may have, and their canonical form.

A spec has a number, a word, an expression or a list of them. ``read`` converts it to an
expression (a list becomes a ``ListExpr``). ``canonical`` converts that to the form that
an operator keeps: ``kernel: 3`` becomes ``(3, 3)``. Both work for numbers and symbols,
so both views share one definition of each kind.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

from archspec.expr import (
    Const,
    Dim,
    Expr,
    ExprError,
    ListExpr,
    item_of,
    parse,
)
from archspec.ops.fields.checks import (
    at_least,
    check_fill,
    check_flag,
    check_number,
    check_positive,
    check_share,
    told,
)
from archspec.ops.fields.written import (
    EXPRESSION,
    Json,
    either,
    number,
    several,
    side_lengths,
    side_pads,
    sides,
    whole,
)
from archspec.record import record, replace

Pair: TypeAlias = tuple[Dim, Dim]  # at the start and at the end of a side
Sizes: TypeAlias = tuple[Dim, ...]  # one for each side: length; height, width; ...
Pads: TypeAlias = tuple[Pair, ...]  # for each side: (top, bottom), (left, right)
Listed: TypeAlias = Callable[[Expr], bool]
Real: TypeAlias = float | Expr  # a float field; `float` admits int as well
Flag: TypeAlias = bool | Expr
Word: TypeAlias = str | Expr  # of an enum
Written: TypeAlias = Any  # what YAML or Python holds: scalars and lists of them


@record
class FieldKind:
    """One kind of field.

    Attributes:
        name: its name in messages, e.g. "a size: k or [kh, kw]".
        read: converts a written value to an expression; raises ExprError.
        canonical: converts an expression (numbers or symbols) to the operator's form;
            ``listed`` returns whether a symbolic expression is known to be a list, and
            ``sides`` is the number of sides of the input (2 for an image), None if it
            is not known yet.
        check: returns a message if the canonical *numbers* are invalid, otherwise None.
        json: the JSON Schema of written values.
        words: the words of an enum.
        examples: written values, the most common first.
        sided: whether the canonical form has a value for each side of the input.
        decides: whether the printed code depends on each value, as on an axis.
        fractions: whether a value may have a fraction, and must be a number if it has.
    """

    name: str
    read: Callable[[Written], Expr]
    canonical: Callable[[Expr, Listed, int | None], Any]
    check: Callable[[Any], str | None]
    json: Json
    words: tuple[str, ...] = ()
    examples: tuple[Written, ...] = ()
    sided: bool = False
    decides: bool = False
    fractions: bool = False


SIDE_COUNTS = (1, 2, 3)
USUAL_SIDES = 2  # of an image


def read_expr(written: Written) -> Expr:
    """A number, boolean or expression text as an expression.

    Raises:
        ExprError: the text is not an expression, or the value is of another type.
    """
    if isinstance(written, Expr):
        return written
    if isinstance(written, (bool, int, float)):
        return Const(written)
    if isinstance(written, str):
        return parse(written)
    if isinstance(written, (list, tuple)):
        items = cast(Sequence[Written], written)
        return ListExpr(tuple(read_expr(item) for item in items))
    raise ExprError(f"expected a number or an expression, got {spelt(written)}")


def read_scalar(written: Written) -> Expr:
    """Like ``read_expr``, but also raises ExprError for a list."""
    expr = read_expr(written)
    if isinstance(expr, ListExpr):
        raise ExprError("expected a single value, got a list")
    return expr


def spelt(written: Written) -> str:
    if written is None:
        return "nothing"
    return "a mapping" if isinstance(written, dict) else told(written)


def dim(expr: Expr) -> Dim:
    """The number if ``expr`` is one, otherwise ``expr``."""
    if isinstance(expr, Const) and type(expr.value) is int:
        return expr.value
    return expr


def scalar(expr: Expr, listed: Listed, sides: int | None = None) -> Any:
    del sides
    if isinstance(expr, ListExpr) or listed(expr):
        raise ExprError("expected a single value, got a list")
    return expr.value if isinstance(expr, Const) else expr


def _real(expr: Expr, listed: Listed, sides: int | None) -> Any:
    """A number as a float, since some frameworks refuse whole numbers there."""
    value = scalar(expr, listed, sides)
    return float(value) if type(value) is int else value


def each_side(
    expr: Expr, listed: Listed, sides: int | None, what: str
) -> Sequence[Expr]:
    """What is written for each side: a list, or one value for all."""
    if not isinstance(expr, ListExpr):
        count = sides or USUAL_SIDES
        if not listed(expr):
            return [expr] * count
        return [item_of(expr, Const(side)) for side in range(count)]
    count = len(expr.items)
    if count == (sides or count) and count in SIDE_COUNTS:
        return expr.items
    wanted = "1 to 3 numbers" if sides is None else _numbers(sides)
    raise ExprError(f"{what} has {wanted} here, got {count}")


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


def _sizes(expr: Expr, listed: Listed, sides: int | None) -> Sizes:
    return tuple(map(dim, each_side(expr, listed, sides, "a size [height, width]")))


def _pads(expr: Expr, listed: Listed, sides: int | None) -> Pads:
    what = "padding [ph, pw] or [[top, bottom], [left, right]]"
    return tuple(_pair(side, listed) for side in each_side(expr, listed, sides, what))


def _pair(expr: Expr, listed: Listed) -> Pair:
    """What is written for one side: a list of two, or one value for both ends."""
    first, second = each_side(expr, listed, 2, "the padding of a side")
    return dim(first), dim(second)


def _optional(canonical: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(expr: Expr, listed: Listed, sides: int | None) -> Any:
        if isinstance(expr, Const) and expr.value is None:
            return None
        return canonical(expr, listed, sides)

    return wrapped


def _read_fill(written: Written) -> Expr:
    return Const(-math.inf) if written == "-inf" else read_scalar(written)


def _read_order(written: Written) -> Expr:
    expr = read_expr(written)
    if not isinstance(expr, ListExpr) or not all(
        isinstance(item, Const) for item in expr.items
    ):
        raise ExprError("expected a list of the numbers of axes")
    return expr


def _order(expr: Expr, listed: Listed, sides: int | None) -> tuple[Dim, ...]:
    del listed, sides
    assert isinstance(expr, ListExpr)  # of `_read_order`
    return tuple(dim(item) for item in expr.items)


COUNT = FieldKind(
    "a positive whole number",
    read_scalar,
    scalar,
    at_least(1, "the number"),
    whole(1),
    examples=(4, 2, 1),
)
INDEX = FieldKind(
    "a whole number",
    read_scalar,
    scalar,
    at_least(0, "the number"),
    whole(0),
    examples=(0, 1),
)
SIZE = FieldKind(
    "a size: k or [kh, kw]",
    read_expr,
    _sizes,
    at_least(1, "the size"),
    side_lengths(1),
    examples=(3, 2, [3, 2]),
    sided=True,
)
SHIFT = FieldKind(
    "a size: k or [kh, kw]",
    read_expr,
    _sizes,
    at_least(0, "the size"),
    side_lengths(0),
    examples=(0, 1, [0, 1]),
    sided=True,
)
PADDING = FieldKind(
    "padding: p, [ph, pw] or [[top, bottom], [left, right]]",
    read_expr,
    _pads,
    at_least(0, "padding", ": 'crop' takes rows and columns off"),
    either(*whole(0)["anyOf"], sides(side_pads())),
    examples=(1, 0, [0, 1], [[0, 1], [1, 0]]),
    sided=True,
)
ORDER = FieldKind(
    "a list of axes",
    _read_order,
    _order,
    at_least(0, "the number"),
    either(several({"type": "integer", "minimum": 0}), EXPRESSION),
    examples=([1, 2, 0], [2, 0, 1], [1, 0], [0, 2, 3, 1]),
)
FLAG = FieldKind(
    "true or false",
    read_scalar,
    scalar,
    check_flag,
    either({"type": "boolean"}, EXPRESSION),
    examples=(True, False),
)
DECISION = replace(FLAG, decides=True)  # the printed layer depends on it
NUMBER = FieldKind(
    "a number", read_scalar, _real, check_number, number(), examples=(0.5, 0.7, -2)
)
POSITIVE = FieldKind(
    "a positive number",
    read_scalar,
    _real,
    check_positive,
    number(exclusiveMinimum=0),
    examples=(0.5, 0.7, 2),
)
SHARE = FieldKind(
    "a number within 0 and 1",
    read_scalar,
    _real,
    check_share,
    number(minimum=0, maximum=1),
    examples=(0.5, 0.7, 0),
)
FILL = FieldKind(
    "a number or -inf",
    _read_fill,
    _real,
    check_fill,
    either({"const": "-inf"}, *number()["anyOf"]),
    examples=(0, 0.7, "-inf"),
)


def optional(kind: FieldKind) -> FieldKind:
    """``kind``, or no value."""

    def check(value: Any) -> str | None:
        return None if value is None else kind.check(value)

    return replace(kind, canonical=_optional(kind.canonical), check=check)
