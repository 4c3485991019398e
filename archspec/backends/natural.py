"""Expressions as one writes them in Python: what linters would say shorter.

Each rewrite gives the same value for the numbers, booleans and words of a spec.
"""

from collections.abc import Sequence

from archspec.expr import (
    Binary,
    Call,
    Compare,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Slice,
    Unary,
    children,
)

_OPPOSITE = {"==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_ROUNDED = ("floor", "ceil", "len", "round")


def natural(expr: Expr) -> Expr:
    """``expr``, rewritten from the inside out."""
    parts = children(expr)
    if not parts:
        return expr
    return _shorter(rebuild(expr, [natural(part) for part in parts]))


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
            return Call("min" if least else "max", (then, other))
        case Call("int", (Call(func, (_,)),)) if func in _ROUNDED:
            return expr.args[0]
        case Logic("and", items):
            return _chained(items)
        case _:
            return expr


def _is_flag(expr: Expr) -> bool:
    """Whether ``expr`` is a boolean, rather than a number that serves as one."""
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
        last = kept[-1] if kept else None
        if (
            isinstance(item, Compare)
            and isinstance(last, Compare)
            and last.rights[-1] == item.left
            and _same_way(last.ops + item.ops)
        ):
            ops, rights = last.ops + item.ops, last.rights + item.rights
            kept[-1] = Compare(last.left, ops, rights)
        else:
            kept.append(item)
    return kept[0] if len(kept) == 1 else Logic("and", tuple(kept))


def _same_way(ops: tuple[str, ...]) -> bool:
    return set(ops) <= {"<", "<="} or set(ops) <= {">", ">="}


def rebuild(expr: Expr, parts: Sequence[Expr]) -> Expr:
    """``expr`` with other parts, as ``children`` lists them, and nothing folded."""
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
        case Call(func):
            return Call(func, tuple(parts))
        case IfElse():
            then, cond, other = parts
            return IfElse(cond, then, other)
        case Index():
            return Index(*parts)
        case Slice(_, start, stop):
            bounds = iter(parts[1:])
            low = None if start is None else next(bounds)
            high = None if stop is None else next(bounds)
            return Slice(parts[0], low, high)
        case _:
            return expr
