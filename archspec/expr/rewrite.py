"""Rewrites expressions: replaces symbols, assumes conditions."""

from collections.abc import Callable, Mapping

from archspec.expr.arithmetic import (
    binary,
    call,
    fold,
    if_else,
    item_of,
    logic,
    product,
)
from archspec.expr.tree import (
    ARITHMETIC,
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    SliceExpr,
    Symbol,
    Unary,
)


def substitute(expr: Expr, env: Mapping[str, Expr]) -> Expr:
    """``expr`` with names replaced and the result folded."""
    return _replaced(
        expr, lambda leaf: env.get(leaf.id, leaf) if isinstance(leaf, Name) else leaf
    )


def bind(expr: Expr, env: Mapping[Symbol, Expr]) -> Expr:
    """``expr`` with symbols, including names, replaced and the result folded."""
    return _replaced(expr, lambda leaf: env.get(leaf, leaf))


def bind_product(expr: Expr, env: Mapping[Symbol, Expr]) -> Expr:
    """`bind`, except that a product of sizes stays a product: ``512 * 7 * 7``."""
    factors: list[Expr] = []
    rest = expr
    while isinstance(rest, Binary) and rest.op == "*":
        factors.append(bind(rest.right, env))
        rest = rest.left
    return product([bind(rest, env), *reversed(factors)])


def _replaced(expr: Expr, leaf: Callable[[Symbol], Expr]) -> Expr:
    match expr:
        case Symbol():
            return leaf(expr)
        case Const():
            return expr
        case Unary(op, operand):
            return fold(Unary(op, _replaced(operand, leaf)))
        case Binary(op, left, right):
            return binary(op, _replaced(left, leaf), _replaced(right, leaf))
        case Compare(left, ops, rights):
            new = tuple(_replaced(item, leaf) for item in rights)
            return fold(Compare(_replaced(left, leaf), ops, new))
        case Logic(op, items):
            return logic(op, [_replaced(item, leaf) for item in items])
        case IfElse(cond, then, other):
            return if_else(
                _replaced(cond, leaf), _replaced(then, leaf), _replaced(other, leaf)
            )
        case CallExpr(func, args):
            return call(func, [_replaced(arg, leaf) for arg in args])
        case ListExpr(items):
            return ListExpr(tuple(_replaced(item, leaf) for item in items))
        case Index(value, index):
            return item_of(_replaced(value, leaf), _replaced(index, leaf))
        case SliceExpr(value, start, stop):
            low = None if start is None else _replaced(start, leaf)
            high = None if stop is None else _replaced(stop, leaf)
            return fold(SliceExpr(_replaced(value, leaf), low, high))
        case _:
            return expr


def whole_number(expr: Expr) -> Expr:
    """``expr``, rebuilt with all folding; its parts must be whole numbers."""
    match expr:
        case Binary(op, left, right) if op in ARITHMETIC:
            return ARITHMETIC[op](whole_number(left), whole_number(right))
        case IfElse(cond, then, other):
            return if_else(cond, whole_number(then), whole_number(other))
        case _:
            return expr


def given(expr: Expr, cond: Expr, holds: bool) -> Expr:
    """``expr`` if ``cond`` is known to be true (``holds``) or false."""
    match expr:
        case IfElse(test, then, other) if test == cond:
            return given(then if holds else other, cond, holds)
        case IfElse(test, then, other):
            return if_else(
                given(test, cond, holds),
                given(then, cond, holds),
                given(other, cond, holds),
            )
        case Binary(op, left, right):
            return binary(op, given(left, cond, holds), given(right, cond, holds))
        case Logic(op, items):
            return logic(op, [given(item, cond, holds) for item in items])
        case Compare() if expr == cond:
            return Const(holds)
        case CallExpr(func, args):
            return call(func, [given(arg, cond, holds) for arg in args])
        case _:
            return expr
