"""Converts expressions of the spec to Python, in one place."""

from collections.abc import Iterable

from archspec.backends.python.build import invoke, joined, self_attribute
from archspec.backends.python.nodes import (
    Bounds,
    Choice,
    Code,
    Ex,
    Identifier,
    Items,
    Literal,
    Operation,
    Prefix,
    Stmt,
    Subscript,
)
from archspec.backends.python.walk import bodies_in, changed, transform
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
    Name,
    SliceExpr,
    Symbol,
    Unary,
)
from archspec.record import record


@record
class Kept(Symbol):
    """A value that the constructor stores on ``self`` for ``forward``."""

    attribute: str

    @property
    def text(self) -> str:
        return f"self.{self.attribute}"


def as_python(code: Code) -> Code:
    """``code`` without expressions of the spec."""
    return transform(code, lambda c: _python(c.expr) if isinstance(c, Ex) else c)


def statements_as_python(stmts: Iterable[Stmt]) -> tuple[Stmt, ...]:
    """``stmts`` without expressions of the spec."""
    return tuple(
        changed(stmt, as_python(stmt.code), *map(statements_as_python, bodies_in(stmt)))
        for stmt in stmts
    )


def _python(expr: Expr) -> Code:
    match expr:
        case Const(value):
            return Literal(value)
        case Name(id):
            return Identifier(id)
        case Kept(attribute):
            return self_attribute(attribute)
        case Symbol():  # in a line that is measured before its names are resolved
            return Identifier(f"?{expr.text}")
        case ListExpr(items):
            return Items(_all(items))
        case CallExpr("list", (ListExpr(items),)):  # where an operator needs a list
            return Items(_all(items), "[]")
        case CallExpr(func, args):
            name = f"math.{func}" if func in ("floor", "ceil") else func
            return invoke(name, *_all(args))
        case Index(value, index):
            return Subscript(_python(value), (_python(index),))
        case SliceExpr(value, start, stop):
            bounds = Bounds(start and _python(start), stop and _python(stop))
            return Subscript(_python(value), (bounds,))
        case Unary(op, operand):
            return Prefix(op, _python(operand))
        case Binary(op, left, right):
            return Operation((op,), (_python(left), _python(right)))
        case Compare(left, ops, rights):
            return Operation(ops, _all((left, *rights)))
        case Logic(op, items):
            return joined(op, _all(items))
        case IfElse(cond, then, other):
            return Choice(_python(cond), _python(then), _python(other))
        case _:
            raise TypeError(f"not an expression: {expr!r}")


def _all(exprs: Iterable[Expr]) -> tuple[Code, ...]:
    return tuple(map(_python, exprs))
