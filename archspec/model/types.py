"""Static types of expressions: enough to tell lists and words from numbers."""

from collections.abc import Mapping

from archspec.expr import Binary, Const, Expr, IfElse, Index, ListExpr, Name, Slice


def static_type(expr: Expr, types: Mapping[str, str]) -> str:
    """ "str", "[...]" for a list, or another word for a number or boolean."""
    match expr:
        case Const(value):
            return type(value).__name__
        case Name(id):
            return types.get(id, "int")
        case ListExpr(items):
            return f"[{static_type(items[0], types) if items else 'int'}]"
        case Slice(value, _, _) | Binary(_, value, _):
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
