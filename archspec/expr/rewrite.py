"""Rewrites expressions: names replaced, conditions assumed."""

from collections.abc import Mapping

from archspec.expr.arithmetic import (
    binary,
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
    Unary,
)


def substitute(expr: Expr, env: Mapping[str, Expr]) -> Expr:
    """``expr`` with names replaced and the result folded."""
    match expr:
        case Name(id):
            return env.get(id, expr)
        case Const():
            return expr
        case Unary(op, operand):
            return fold(Unary(op, substitute(operand, env)))
        case Binary(op, left, right):
            return binary(op, substitute(left, env), substitute(right, env))
        case Compare(left, ops, rights):
            new = tuple(substitute(item, env) for item in rights)
            return fold(Compare(substitute(left, env), ops, new))
        case Logic(op, items):
            return logic(op, [substitute(item, env) for item in items])
        case IfElse(cond, then, other):
            return if_else(
                substitute(cond, env), substitute(then, env), substitute(other, env)
            )
        case CallExpr(func, args):
            return fold(CallExpr(func, tuple(substitute(arg, env) for arg in args)))
        case ListExpr(items):
            return ListExpr(tuple(substitute(item, env) for item in items))
        case Index(value, index):
            return item_of(substitute(value, env), substitute(index, env))
        case SliceExpr(value, start, stop):
            low = None if start is None else substitute(start, env)
            high = None if stop is None else substitute(stop, env)
            return fold(SliceExpr(substitute(value, env), low, high))
        case _:
            return expr


def whole_number(expr: Expr) -> Expr:
    """``expr``, whose parts are whole numbers, rebuilt with all folding that allows."""
    match expr:
        case Binary(op, left, right) if op in ARITHMETIC:
            return ARITHMETIC[op](whole_number(left), whole_number(right))
        case IfElse(cond, then, other):
            return if_else(cond, whole_number(then), whole_number(other))
        case _:
            return expr


def given(expr: Expr, cond: Expr, holds: bool) -> Expr:
    """``expr`` where ``cond`` is known to hold, or known not to."""
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
            return fold(CallExpr(func, tuple(given(arg, cond, holds) for arg in args)))
        case _:
            return expr


def substitute_product(expr: Expr, env: Mapping[str, Expr]) -> Expr:
    """`substitute`, but a product of sizes stays one: ``512 * 7 * 7``."""
    factors: list[Expr] = []
    rest = expr
    while isinstance(rest, Binary) and rest.op == "*":
        factors.append(substitute(rest.right, env))
        rest = rest.left
    return product([substitute(rest, env), *reversed(factors)])
