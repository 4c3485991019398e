"""Finds sums and products of unequal shapes, which ``+`` and ``*`` of symbols refuse."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from archspec.expr import (
    Binary,
    CallExpr,
    Dim,
    Expr,
    ExprError,
    IfElse,
    Name,
    Symbol,
    Value,
    bind,
    children,
    evaluate,
    given,
    lift,
    names,
    symbols,
)
from archspec.model.sizes.symbols import InputSize, is_opaque
from archspec.ops.base import Shape

TRIED: tuple[Value, ...] = (1, 2, 3, 5, [1, 2, 3], [3, 2, 1])  # values of params
TRIALS = 256
CONDITIONS = 6  # sizes with more conditions are assumed to differ
LARGE = 96  # the height and width of an input


def may_broadcast(shapes: Sequence[Shape]) -> bool:
    """Whether a size of 1 may meet a different one, on any axis."""
    return any(_may_differ(sizes) for sizes in zip(*shapes, strict=True))


def _may_differ(sizes: Sequence[Dim]) -> bool:
    """Whether one of ``sizes`` may be 1 and another not, for any values of conditions."""
    exprs = [lift(size) for size in sizes]
    if all(expr == exprs[0] for expr in exprs):
        return False
    conds = dict.fromkeys(cond for expr in exprs for cond in _conditions(expr))
    if len(conds) > CONDITIONS:
        return True
    outcomes = product((True, False), repeat=len(conds))
    return any(_differ(_case(exprs, zip(conds, row, strict=True))) for row in outcomes)


def _conditions(expr: Expr) -> Iterator[Expr]:
    """The conditions that decide the size ``expr``, inner ones first."""
    if not isinstance(expr, (Binary, CallExpr, IfElse)):
        return
    for part in children(expr):
        yield from _conditions(part)
    if isinstance(expr, IfElse):
        yield expr.cond


def _case(exprs: Sequence[Expr], outcome: Iterable[tuple[Expr, bool]]) -> list[Expr]:
    """``exprs`` for these values of the conditions."""
    case = list(exprs)
    for cond, holds in outcome:
        case = [given(expr, cond, holds) for expr in case]
    return case


def _differ(exprs: list[Expr]) -> bool:
    """Whether one of ``exprs``, sizes without conditions, may be 1 and another not.

    Sizes of different inputs of a block may differ; a few trial values decide for sizes
    that depend on params. A size without a plain form may have any value.
    """
    hidden = [_hidden(expr) for expr in exprs]
    if any(symbols != hidden[0] for symbols in hidden):
        return True
    opaque = [{s for s in symbols(expr) if is_opaque(s)} for expr in exprs]
    if any(unknown != opaque[0] for unknown in opaque):
        return True
    known: dict[Symbol, Expr] = {symbol: lift(LARGE) for symbol in hidden[0]}
    known |= {symbol: Name(f"?{n}") for n, symbol in enumerate(opaque[0])}
    found = list(_values([bind(expr, known) for expr in exprs]))
    return not found or any(1 in values and set(values) != {1} for values in found)


def _hidden(expr: Expr) -> set[InputSize]:
    """The heights and widths of inputs that ``expr`` reads."""
    return {symbol for symbol in symbols(expr) if isinstance(symbol, InputSize)}


def _values(exprs: Sequence[Expr]) -> Iterator[list[Value]]:
    """The values of ``exprs`` for several values of params that make them valid sizes."""
    params = sorted(set[str]().union(*map(names, exprs)))
    for row in islice(product(TRIED, repeat=len(params)), TRIALS):
        env = dict(zip(params, row, strict=True))
        try:
            values = [evaluate(expr, env) for expr in exprs]
        except ExprError:
            continue
        if all(isinstance(value, int) and value > 0 for value in values):
            yield values
