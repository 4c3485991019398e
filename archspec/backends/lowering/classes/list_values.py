"""Converts operands to lists.

Arguments and tables are tuples, and a caller may pass a list or a tuple. Since
`(1, 2) == [1, 2]` is false in Python, a value becomes a list wherever an operator is
applied to it.
"""

from collections.abc import Container, Mapping

from archspec.backends.lowering.classes.arguments import ResolvedClass, change_all
from archspec.backends.python.idioms import idiomatic, rebuild
from archspec.backends.python.nodes import Assign, Ex, Stmt
from archspec.expr import (
    Binary,
    CallExpr,
    Compare,
    Expr,
    IfElse,
    Index,
    ListExpr,
    SliceExpr,
    Symbol,
    Types,
    children,
)


class Lists:
    """Converts the operands of a class to lists.

    Attributes:
        named: the symbols of lists, with the name of each in the constructor.
        needed: the symbols among them that are operands.
    """

    def __init__(self, named: Mapping[Symbol, str]):
        self.named, self.needed = named, set[str]()

    def change_all(self, resolved: ResolvedClass) -> None:
        """Convert the operands in ``forward`` and in the constructor."""

        def change(expr: Expr, _: Expr | None) -> Expr:
            return self.change(expr)

        resolved.forward = change_all(resolved.forward, change)
        resolved.init = change_all(resolved.init, change)

    def change(self, expr: Expr) -> Expr:
        """``expr`` with its list operands converted."""
        expr = rebuild(expr, [self.change(part) for part in children(expr)])
        match expr:
            case Binary("*", left, right) if is_list(left, self.named):
                return Binary("*", self.as_list(left), right)
            case Compare(_, ops) if not set(ops) <= {"==", "!="}:
                pass  # `in` takes either
            case Binary("+") | Compare():
                parts = children(expr)
                if any(is_list(part, self.named) for part in parts):
                    return rebuild(expr, [self.as_list(part) for part in parts])
            case _:
                pass
        return expr

    def as_list(self, expr: Expr) -> Expr:
        """``expr``, an operand, as a list if it may be a tuple."""
        match expr:
            case Symbol() if expr in self.named:
                self.needed.add(self.named[expr])
                return expr
            case ListExpr(items):
                return CallExpr(
                    "list", (ListExpr(tuple(map(self.as_list_item, items))),)
                )
            case SliceExpr(value, start, stop):
                return SliceExpr(self.as_list(value), start, stop)
            case IfElse(cond, then, other):
                return IfElse(cond, self.as_list(then), self.as_list(other))
            case Symbol() | Index():
                return CallExpr("list", (expr,))
            case _:
                return expr

    def as_list_item(self, item: Expr) -> Expr:
        return self.as_list(item) if isinstance(item, ListExpr) else item

    def local(self, name: str, expr: Expr, types: Types) -> Stmt:
        """The assignment of a local; call this after the statements that read it."""
        expr = self.change(idiomatic(expr, types))
        return Assign(name, Ex(self.as_list(expr) if name in self.needed else expr))


def is_list(expr: Expr, named: Container[Symbol]) -> bool:
    """Whether ``expr`` is known to be a list."""
    match expr:
        case ListExpr() | SliceExpr():
            return True
        case Symbol():
            return expr in named
        case Binary(_, left, right):
            return is_list(left, named) or is_list(right, named)
        case IfElse(_, then, other):
            return is_list(then, named) or is_list(other, named)
        case CallExpr(func):
            return func == "list"
        case _:
            return False
