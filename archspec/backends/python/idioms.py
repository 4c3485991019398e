"""Rewrites expressions to idiomatic Python, as linters suggest.

Each rewrite gives the same value for the numbers, booleans and words of a spec.
"""

from collections.abc import Sequence
from itertools import product

from archspec.expr import (
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Logic,
    SliceExpr,
    Types,
    Unary,
    children,
    is_literal,
    shorter,
)

_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_ROUNDED = ("floor", "ceil", "len", "round")


def idiomatic(expr: Expr, types: Types) -> Expr:
    """``expr``, rewritten from the inside out; ``types`` has the known types of names."""
    parts = children(expr)
    if not parts:
        return expr
    inner = rebuild(expr, [idiomatic(part, types) for part in parts])
    return _shorter(shorter(inner, types))


def _shorter(expr: Expr) -> Expr:
    match expr:
        case Unary("not", Compare(left, (op,), rights)) if op in _OPPOSITE:
            return Compare(left, (_OPPOSITE[op],), rights)
        case Unary("not", Unary("not", inner)) if _is_flag(inner):
            return inner
        case IfElse(cond, Const(True), Const(False)) if _is_flag(cond):
            return cond
        case IfElse(cond, Const(False), Const(True)):
            return _shorter(Unary("not", cond))
        case IfElse(Compare(a, (op,), (b,)), then, other) if {then, other} == {a, b}:
            if op not in ("<", "<=", ">", ">="):
                return expr
            least = (then == a) == (op in ("<", "<="))
            return CallExpr("min" if least else "max", (then, other))
        case CallExpr("int", (CallExpr(func, (_,)),)) if func in _ROUNDED:
            return expr.args[0]
        case Logic("and", items):
            return _chained(items)
        case Compare(left, _, (right,)) if is_literal(left) and not is_literal(right):
            return _turned(expr)
        case Index(value, Binary("-", CallExpr("len", (whole,)), Const(1))) if (
            value == whole
        ):
            return Index(value, Const(-1))
        case _:
            return expr


def _turned(compare: Compare) -> Compare:
    """``a < b`` as ``b > a``; other expressions do not change."""
    match compare:
        case Compare(left, (op,), (right,)) if op in _TURNED:
            return Compare(right, (_TURNED[op],), (left,))
        case _:
            return compare


def _is_flag(expr: Expr) -> bool:
    """Whether ``expr`` is a boolean rather than a number used as one."""
    match expr:
        case Compare() | Unary("not"):
            return True
        case Logic(_, items):
            return all(map(_is_flag, items))
        case Const(value):
            return isinstance(value, bool)
        case _:
            return False


def _chained(items: tuple[Expr, ...]) -> Expr:
    """``a < b and b < c`` as ``a < b < c``."""
    kept: list[Expr] = []
    for item in items:
        chain = _chain(kept[-1], item) if kept else None
        if chain is not None:
            kept[-1] = chain
        else:
            kept.append(item)
    return kept[0] if len(kept) == 1 else Logic("and", tuple(kept))


def _chain(left: Expr, right: Expr) -> Compare | None:
    """Both comparisons as one, in any notation."""
    if not isinstance(left, Compare) or not isinstance(right, Compare):
        return None
    for one, other in product((left, _turned(left)), (right, _turned(right))):
        ops = one.ops + other.ops
        if one.rights[-1] == other.left and _same_way(ops):
            return Compare(one.left, ops, one.rights + other.rights)
    return None


def _same_way(ops: tuple[str, ...]) -> bool:
    return set(ops) <= {"<", "<="} or set(ops) <= {">", ">="}


def rebuild(expr: Expr, parts: Sequence[Expr]) -> Expr:
    """``expr`` with other parts, in the order of ``children``, without folding."""
    match expr:
        case Unary(op):
            return Unary(op, *parts)
        case Binary(op):
            return Binary(op, *parts)
        case Compare(_, ops):
            return Compare(parts[0], ops, tuple(parts[1:]))
        case Logic(op):
            return Logic(op, tuple(parts))
        case ListExpr():
            return ListExpr(tuple(parts))
        case CallExpr(func):
            return CallExpr(func, tuple(parts))
        case IfElse():
            then, cond, other = parts
            return IfElse(cond, then, other)
        case Index():
            return Index(*parts)
        case SliceExpr(_, start, stop):
            bounds = iter(parts[1:])
            low = None if start is None else next(bounds)
            high = None if stop is None else next(bounds)
            return SliceExpr(parts[0], low, high)
        case _:
            return expr
