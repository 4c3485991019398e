"""Finds sums and products of unequal shapes, which ``+`` and ``*`` of symbols refuse."""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from archspec.expr import Dim, Expr, ExprError, Value, evaluate, lift, names, symbols
from archspec.model.symbols import InputSize, is_opaque
from archspec.ops.base import Shape

TRIED: tuple[Value, ...] = (1, 2, 3, 5, [1, 2, 3], [3, 2, 1])  # values of params
TRIALS = 256


def may_broadcast(shapes: Sequence[Shape]) -> bool:
    """Whether a height or width of 1 may meet a different size."""
    sides = (shape[1:] for shape in shapes)
    return any(_may_differ(sizes) for sizes in zip(*sides, strict=True))


def _may_differ(sizes: Sequence[Dim]) -> bool:
    """Whether one of ``sizes`` may be 1 and another not.

    Sizes of different inputs of a block may differ; a few trial values decide for sizes
    that depend on params. A size without a plain form may have any value.
    """
    exprs = [lift(size) for size in sizes]
    if all(expr == exprs[0] for expr in exprs):
        return False
    hidden = {frozenset(_hidden(expr)) for expr in exprs}
    if hidden != {frozenset[InputSize]()}:
        return len(hidden) > 1
    if any(map(is_opaque, exprs)):
        return lift(1) in exprs
    found = list(_values(exprs))
    return not found or any(1 in values and set(values) != {1} for values in found)


def _hidden(expr: Expr) -> set[InputSize]:
    """The heights and widths of inputs that ``expr`` reads."""
    return {symbol for symbol in symbols(expr) if isinstance(symbol, InputSize)}


def _values(exprs: Sequence[Expr]) -> Iterator[list[Value]]:
    """The values of ``exprs`` for several values of params that make them valid sizes."""
    params = sorted(set[str]().union(*map(names, exprs)))
    for given in islice(product(TRIED, repeat=len(params)), TRIALS):
        env = dict(zip(params, given, strict=True))
        try:
            values = [evaluate(expr, env) for expr in exprs]
        except ExprError:
            continue
        if all(isinstance(value, int) and value > 0 for value in values):
            yield values
