"""Builds expressions and folds known values: the compiler's symbolic numbers."""

from collections.abc import Sequence

from archspec.expr.evaluate import evaluate
from archspec.expr.tree import (
    ARITHMETIC,
    Binary,
    CallExpr,
    Compare,
    Const,
    Dim,
    Expr,
    ExprError,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Unary,
    children,
    is_literal,
    lift,
)


def fold(expr: Expr) -> Expr:
    """The constant value of ``expr`` if it reads no name, otherwise ``expr``."""
    if any(not is_literal(part) for part in children(expr)):
        return expr
    try:
        return lift(evaluate(expr, {}))
    except ExprError:
        return expr


def binary(op: str, left: Expr, right: Expr) -> Expr:
    """``left op right`` in a spec, folded if the fold is exact for floats as well."""
    if (op in ("+", "-") and _is(right, 0)) or (op == "*" and _is(right, 1)):
        return left
    if (op == "+" and _is(left, 0)) or (op == "*" and _is(left, 1)):
        return right
    return fold(Binary(op, left, right))


def _is(expr: Expr, value: int) -> bool:
    # `0 * x` and `x + 0` fold only for integers: a float would change the type.
    return isinstance(expr, Const) and type(expr.value) is int and expr.value == value


def add(left: Expr, right: Expr) -> Expr:
    if _is(left, 0):
        return right
    if _is(right, 0):
        return left
    if isinstance(right, Const) and type(right.value) is int:
        match left:
            case Binary(
                "//", Binary("-", inner, Const(int() as a)), Const(int() as b)
            ) if a == b * right.value:
                return floordiv(inner, Const(b))
            case Binary("+" | "-" as op, inner, Const(int() as value)):
                signed = value if op == "+" else -value
                total = signed + right.value
                return (
                    add(inner, Const(total))
                    if total >= 0
                    else sub(inner, Const(-total))
                )
            case _:
                if right.value < 0 and not isinstance(left, Const):
                    return sub(left, Const(-right.value))
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Binary) and one.op == "-" and one.right == other:
            return one.left
    return _merged(left, right) or fold(Binary("+", left, right))


def _merged(left: Expr, right: Expr) -> Expr | None:
    """``left + right`` if a term of ``left`` is a multiple of the same expression."""
    if isinstance(right, Binary) and right.op == "+":
        return add(add(left, right.left), right.right)
    base, count = _multiple(right)
    if isinstance(base, Const):
        return None
    own, times = _multiple(left)
    if own == base:
        return mul(base, Const(times + count))
    if isinstance(left, Binary) and left.op == "+":
        inner = _merged(left.left, right)
        if inner is not None:
            return Binary("+", inner, left.right)
        last = _merged(left.right, right)
        return None if last is None else Binary("+", left.left, last)
    return None


def _multiple(expr: Expr) -> tuple[Expr, int]:
    """``expr`` as a whole multiple of an expression: ``w * 3`` as (w, 3)."""
    match expr:
        case Binary("*", base, Const(int() as count)):
            return base, count
        case _:
            return expr, 1


def sub(left: Expr, right: Expr) -> Expr:
    if _is(right, 0):
        return left
    if left == right and not isinstance(left, Const):
        return Const(0)
    if isinstance(right, Const) and type(right.value) is int:
        match left:
            case Binary("+" | "-" as op, inner, Const(int() as value)):
                signed = value if op == "+" else -value
                total = signed - right.value
                return (
                    add(inner, Const(total))
                    if total >= 0
                    else sub(inner, Const(-total))
                )
            case _:
                pass
    if _is(left, 0):
        return fold(Unary("-", right))
    return fold(Binary("-", left, right))


def mul(left: Expr, right: Expr) -> Expr:
    if _is(left, 1):
        return right
    if _is(right, 1):
        return left
    if _is(left, 0) or _is(right, 0):
        return Const(0)
    match left, right:
        case Binary("*", inner, Const(int() as a)), Const(int() as b):
            return mul(inner, Const(a * b))
        case _:
            return fold(Binary("*", left, right))


def floordiv(left: Expr, right: Expr) -> Expr:
    if _is(right, 1):
        return left
    match left, right:
        case Binary("*", inner, Const(int() as a)), Const(int() as b) if (
            b and a % b == 0
        ):
            return mul(inner, Const(a // b))
        case _:
            return fold(Binary("//", left, right))


ARITHMETIC.update({"+": add, "-": sub, "*": mul, "//": floordiv})


def if_else(cond: Expr, then: Expr, other: Expr) -> Expr:
    if isinstance(cond, Const):
        return then if cond.value else other
    match cond:
        # If the two are equal, either can be used.
        case Compare(left, ("!=" | "==" as op,), (right,)) if (left, right) in (
            (then, other),
            (other, then),
        ):
            return then if op == "!=" else other
        case _:
            return then if then == other else IfElse(cond, then, other)


def logic(op: str, items: Sequence[Expr]) -> Expr:
    """``items`` joined by ``and`` / ``or``, with constants folded."""
    absorbing = op == "or"
    kept: list[Expr] = []
    for item in items:
        if isinstance(item, Const):
            if bool(item.value) == absorbing:
                return Const(absorbing)
        elif isinstance(item, Logic) and item.op == op:
            kept += item.items
        else:
            kept.append(item)
    if not kept:
        return Const(not absorbing)
    return kept[0] if len(kept) == 1 else Logic(op, tuple(kept))


def negate(cond: Expr) -> Expr:
    """``not cond``, folded."""
    if isinstance(cond, Unary) and cond.op == "not":
        return cond.operand
    return fold(Unary("not", cond))


def item_of(value: Expr, index: Expr) -> Expr:
    """``value[index]``, folded if both are known."""
    if isinstance(value, ListExpr) and isinstance(index, Const):
        at = index.value
        if isinstance(at, int) and -len(value.items) <= at < len(value.items):
            return value.items[at]
    return Index(value, index)


def minimum(*items: Dim) -> Expr:
    return _extreme("min", [lift(item) for item in items])


def maximum(*items: Dim) -> Expr:
    return _extreme("max", [lift(item) for item in items])


def call(func: str, args: Sequence[Expr]) -> Expr:
    """``func(*args)``, folded; ``max(max(a, b), b)`` becomes ``max(a, b)``."""
    if func in ("min", "max") and len(args) > 1:  # a single argument is a list
        return _extreme(func, args)
    return fold(CallExpr(func, tuple(args)))


def _extreme(func: str, numbers: Sequence[Expr]) -> Expr:
    unique = dict.fromkeys(part for number in numbers for part in _terms(func, number))
    first, *rest = unique
    return fold(CallExpr(func, (first, *rest))) if rest else first


def _terms(func: str, number: Expr) -> tuple[Expr, ...]:
    match number:
        case CallExpr(inner, args) if inner == func and len(args) > 1:
            return args
        case _:
            return (number,)


def product(items: Sequence[Dim]) -> Expr:
    """The product as written: ``512 * 7 * 7`` keeps three factors."""
    factors = [lift(item) for item in items]
    kept = [factor for factor in factors if not _is(factor, 1)] or [Const(1)]
    result = kept[0]
    for factor in kept[1:]:
        result = Binary("*", result, factor)
    return result
