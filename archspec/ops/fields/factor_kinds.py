"""Field kinds of factors, which are whole numbers or fractions."""

from typing import TypeAlias

from archspec.expr import Const, Expr
from archspec.ops.fields.checks import check_factors
from archspec.ops.fields.kinds import (
    FieldKind,
    Listed,
    Real,
    dim,
    each_side,
    read_expr,
)
from archspec.ops.fields.written import side_factors

# For each side: an int or an expression for a whole number, or a float for any other.
Factors: TypeAlias = tuple[Real, ...]


def _factors(expr: Expr, listed: Listed, sides: int | None) -> Factors:
    each = each_side(expr, listed, sides, "a factor [for height, for width]")
    return tuple(map(_factor, each))


def _factor(expr: Expr) -> Real:
    """A whole number as an int, any other number as a float."""
    value = expr.value if isinstance(expr, Const) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return dim(expr)


FACTOR = FieldKind(
    "a factor: k or [kh, kw]",
    read_expr,
    _factors,
    check_factors,
    side_factors(),
    examples=(2, 3, [3, 2], 1.5),
    sided=True,
    fractions=True,
)
