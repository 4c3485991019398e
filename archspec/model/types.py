"""Static types of expressions: enough to distinguish lists, words and numbers."""

from collections.abc import Mapping

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
    is_whole,
)


def static_type(expr: Expr, types: Mapping[str, str]) -> str:
    """ "str", "[...]" for a list, or another word for a number or boolean."""
    match expr:
        case Const(value):
            return type(value).__name__
        case Name(id):
            return types.get(id, "int")
        case ListExpr(items):
            return f"[{static_type(items[0], types) if items else 'int'}]"
        case SliceExpr(value, _, _) | Binary(_, value, _):
            inner = static_type(value, types)
            return inner if inner.startswith("[") else "number"
        case Index(value, _):
            inner = static_type(value, types)
            return inner[1:-1] if inner.startswith("[") else "int"
        case IfElse(_, then, _):
            return static_type(then, types)
        case _:
            return "number"


def is_list(expr: Expr, types: Mapping[str, str]) -> bool:
    """Whether ``expr`` is known to be a list."""
    return static_type(expr, types).startswith("[")


def cells_of(rows: Expr, column: int | None) -> tuple[Expr, ...]:
    """The values of a column of a literal table; None for whole rows."""
    if not isinstance(rows, ListExpr):
        return ()
    if column is None:
        return rows.items
    tables = (row.items for row in rows.items if isinstance(row, ListExpr))
    return tuple(row[column] for row in tables if column < len(row))


def sure_type(rows: Expr, cells: tuple[Expr, ...], sure: Types) -> str:
    """The type "int" or "[int]" if the cells of a table certainly have it, else ""."""
    if isinstance(rows, Name) and sure.get(rows.id) == "[int]":
        return "int"
    if not cells:
        return ""
    if all(is_whole(cell, sure) for cell in cells):
        return "int"
    lists = [cell.items for cell in cells if isinstance(cell, ListExpr)]
    whole = all(is_whole(item, sure) for items in lists for item in items)
    return "[int]" if whole and len(lists) == len(cells) else ""
