"""Static types of expressions: enough to distinguish lists, words and numbers."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, cast

from archspec.expr import (
    Binary,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Name,
    SliceExpr,
    Types,
    Whole,
    is_whole,
)
from archspec.record import record
from archspec.spec import Param

Base: TypeAlias = Literal["int", "float", "bool", "str", "number"]


@record
class Type:
    """A static type: a base, or lists of it, nested ``depth`` times.

    The base "number" stands for any number or boolean.
    """

    base: Base
    depth: int = 0

    @property
    def item(self) -> "Type":
        """The type of an item of a list."""
        return Type(self.base, max(self.depth - 1, 0))


INT, NUMBER, STR = Type("int"), Type("number"), Type("str")
WHOLE: Mapping[Type, Whole] = {INT: "int", Type("int", 1): "[int]"}


def declared_type(param: Param) -> Type:
    """The type of a param."""
    return Type(cast(Base, param.type.strip("[]")), param.type.count("["))


def static_type(expr: Expr, types: Mapping[str, Type]) -> Type:
    """The type of ``expr``, given the types of names."""
    match expr:
        case Const(str()):
            return STR
        case Const(value):
            return INT if isinstance(value, int) else NUMBER
        case Name(id):
            return types.get(id, INT)
        case ListExpr(items):
            inner = static_type(items[0], types) if items else INT
            return Type(inner.base, inner.depth + 1)
        case SliceExpr(value, _, _) | Binary(_, value, _):
            inner = static_type(value, types)
            return inner if inner.depth else NUMBER
        case Index(value, _):
            inner = static_type(value, types)
            return inner.item if inner.depth else INT
        case IfElse(_, then, _):
            return static_type(then, types)
        case _:
            return NUMBER


def cells_of(rows: Expr, column: int | None) -> tuple[Expr, ...]:
    """The values of a column of a literal table; None for whole rows."""
    if not isinstance(rows, ListExpr):
        return ()
    if column is None:
        return rows.items
    tables = (row.items for row in rows.items if isinstance(row, ListExpr))
    return tuple(row[column] for row in tables if column < len(row))


def known_type(rows: Expr, cells: tuple[Expr, ...], known: Types) -> Whole:
    """The type "int" or "[int]" if the cells of a table are known to have it, else ""."""
    if isinstance(rows, Name) and known.get(rows.id) == "[int]":
        return "int"
    if not cells:
        return ""
    if all(is_whole(cell, known) for cell in cells):
        return "int"
    lists = [cell.items for cell in cells if isinstance(cell, ListExpr)]
    whole = all(is_whole(item, known) for items in lists for item in items)
    return "[int]" if whole and len(lists) == len(cells) else ""
