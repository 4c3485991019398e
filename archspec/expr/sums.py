"""Simplifies sums of whole numbers: ``h + w - h`` is ``w``.

A sum has terms with whole coefficients, each a product of factors. Every step is exact
for all whole numbers, including negative ones; expressions that may be fractions,
booleans or lists do not change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import gcd
from typing import Literal, TypeAlias

from archspec.expr.show import show
from archspec.expr.tree import (
    Binary,
    CallExpr,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Name,
    Symbol,
    Unary,
    children,
)
from archspec.record import record

# A known type: a whole number, a list of these, or "" for another type.
Whole: TypeAlias = Literal["int", "[int]", ""]
Types: TypeAlias = Mapping[str, Whole]


def is_whole(expr: Expr, types: Types) -> bool:
    """Whether ``expr`` is known to be a whole number, not a boolean."""
    match expr:
        case Const(value):
            return type(value) is int
        case Name(id):
            return types.get(id) == "int"
        case Symbol():
            return expr.is_size
        case Index(Name(id), _):
            return types.get(id) == "[int]"
        case Index(ListExpr(items), _):
            return all(is_whole(item, types) for item in items)
        case Binary(op):
            return op != "/" and all(is_whole(part, types) for part in children(expr))
        case Unary(op, operand):
            return op == "-" and is_whole(operand, types)
        case IfElse(_, then, other):
            return is_whole(then, types) and is_whole(other, types)
        case CallExpr("len" | "int" | "floor" | "ceil", (_,)):
            return True
        case CallExpr("min" | "max" | "abs" | "round", args) if args:
            single = len(args) == 1 and expr.func in ("min", "max")
            return not single and all(is_whole(arg, types) for arg in args)
        case _:
            return False


def shorter(expr: Expr, types: Types) -> Expr:
    """``expr``, or an equal sum with fewer parts.

    A product stays as written: ``512 * 7 * 7`` is clearer than ``25088``.
    """
    if not isinstance(expr, (Binary, Unary)) or not is_whole(expr, types):
        return expr
    terms = _sum(expr)
    if isinstance(expr, Binary) and expr.op in ("*", "%") and terms:
        return expr
    made = _built(terms, _leads(expr))
    return made if _is_shorter(made, expr) else expr


def _is_shorter(made: Expr, expr: Expr) -> bool:
    return _parts(made) < _parts(expr) and len(show(made)) <= len(show(expr))


def _parts(expr: Expr) -> int:
    return 1 + sum(map(_parts, children(expr)))


def _leads(expr: Expr) -> bool:
    """Whether coefficients come first in products, as in ``expr``."""
    match expr:
        case Binary("*", Const(), right) if not isinstance(right, Const):
            return True
        case Binary() | Unary():
            return any(map(_leads, children(expr)))
        case _:
            return False


# --- sums --------------------------------------------------------------------------


@record
class _Term:
    """A product of factors, in reading order, with a coefficient."""

    factors: tuple[Expr, ...]
    count: int


_Sum: TypeAlias = list[_Term]


def _collected(terms: Iterable[_Term]) -> _Sum:
    """Terms with equal factors combined; terms that cancel are removed."""
    counts: dict[frozenset[tuple[Expr, int]], int] = {}
    first: dict[frozenset[tuple[Expr, int]], tuple[Expr, ...]] = {}
    for term in terms:
        key = frozenset(Counter(term.factors).items())
        counts[key] = counts.get(key, 0) + term.count
        first.setdefault(key, term.factors)
    return [_Term(first[key], count) for key, count in counts.items() if count]


def _sum(expr: Expr) -> _Sum:
    match expr:
        case Const(int() as value):
            return [_Term((), value)] if value else []
        case Unary("-", operand):
            return _scaled(_sum(operand), -1)
        case Binary("+" | "-" as op, left, right):
            sign = 1 if op == "+" else -1
            return _collected([*_sum(left), *_scaled(_sum(right), sign)])
        case Binary("*", left, right):
            return _multiplied(expr, _sum(left), _sum(right))
        case Binary("//", left, right):
            return _divided(expr, _sum(left), _sum(right))
        case _:
            return [_Term((expr,), 1)]


def _scaled(terms: _Sum, by: int) -> _Sum:
    return [_Term(term.factors, term.count * by) for term in terms]


def _multiplied(expr: Expr, left: _Sum, right: _Sum) -> _Sum:
    if not left or not right:
        return []
    for one, other in ((left, right), (right, left)):
        if len(one) == 1 and not one[0].factors:
            return _scaled(other, one[0].count)
    if len(left) > 1 or len(right) > 1:
        return [_Term((expr,), 1)]
    factors = (*left[0].factors, *right[0].factors)
    return [_Term(factors, left[0].count * right[0].count)]


def _divided(expr: Expr, top: _Sum, bottom: _Sum) -> _Sum:
    """``(a * b) // (a * c)`` as ``b // c``, which rounds equally."""
    if not bottom:
        return [_Term((expr,), 1)]
    if not top:
        return []
    common = Counter(top[0].factors)
    for term in (*top[1:], *bottom):
        common &= Counter(term.factors)
    number = gcd(*(term.count for term in (*top, *bottom)))
    top, bottom = (_reduced(terms, common, number) for terms in (top, bottom))
    if bottom == [_Term((), 1)]:
        return top
    leads = _leads(expr)
    quotient = Binary("//", _built(top, leads), _built(bottom, leads))
    return [_Term((quotient if _is_shorter(quotient, expr) else expr,), 1)]


def _reduced(terms: _Sum, common: Counter[Expr], number: int) -> _Sum:
    return [_Term(_without(t.factors, common), t.count // number) for t in terms]


def _without(factors: tuple[Expr, ...], common: Counter[Expr]) -> tuple[Expr, ...]:
    left, kept = Counter(common), list[Expr]()
    for factor in factors:
        if left[factor]:
            left[factor] -= 1
        else:
            kept.append(factor)
    return tuple(kept)


# --- and back ----------------------------------------------------------------------


def _built(terms: _Sum, leads: bool) -> Expr:
    """The terms as an expression that begins with a positive term and ends with a number."""
    terms = sorted(terms, key=lambda term: not term.factors)
    head = next((term for term in terms if term.count > 0), None)
    if head is None:
        if not terms:
            return Const(0)
        head = terms[0]
    result = _product(head, leads)
    for term in terms:
        if term is not head:
            size = _Term(term.factors, abs(term.count))
            op = "+" if term.count > 0 else "-"
            result = Binary(op, result, _product(size, leads))
    return result


def _product(term: _Term, leads: bool) -> Expr:
    if not term.factors:
        return Const(term.count)
    count: list[Expr] = [] if abs(term.count) == 1 else [Const(abs(term.count))]
    factors = [*count, *term.factors] if leads else [*term.factors, *count]
    result = factors[0]
    for factor in factors[1:]:
        result = Binary("*", result, factor)
    return result if term.count > 0 else Unary("-", result)
