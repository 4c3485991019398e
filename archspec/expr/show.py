"""Prints expressions and values in the notation of a spec: ``2 if use == true else w //
2``.

The notation is not Python: booleans are spelt as in YAML, and ``floor`` needs no module.
`archspec.backends.printing` prints expressions as Python.
"""

from collections.abc import Sequence

from archspec.expr.precedence import (
    ATOM,
    COMPARISON,
    OR,
    TERNARY,
    before,
    between,
    chains,
    of_value,
)
from archspec.expr.tree import (
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
    Symbol,
    Unary,
    Value,
    lift,
)


def show(expr: Expr | Value) -> str:
    """``expr`` in the notation of a spec, without redundant parentheses."""
    return _text(lift(expr))


def _text(expr: Expr) -> str:
    match expr:
        case Const(value):
            return show_value(value)
        case Symbol():
            return expr.text
        case Unary("not", operand):
            return f"not {_operand(operand, before('not'))}"
        case Unary(op, operand):
            return f"{op}{_operand(operand, before(op))}"
        case Binary(op, left, right):
            return _joined((op,), (left, right))
        case Compare(left, ops, rights):
            return _joined(ops, (left, *rights))
        case Logic(op, items):
            return _joined((op,) * (len(items) - 1), items)
        case IfElse(cond, then, other):
            head = f"{_operand(then, OR)} if {_operand(cond, OR)}"
            return f"{head} else {_operand(other, TERNARY)}"
        case CallExpr(func, args):
            return f"{func}({', '.join(map(_text, args))})"
        case ListExpr(items):
            return f"[{', '.join(map(_text, items))}]"
        case Index(value, index):
            return f"{_operand(value, ATOM)}[{_text(index)}]"
        case SliceExpr(value, start, stop):
            return f"{_operand(value, ATOM)}[{_bounds(start, stop)}]"
        case _:
            raise TypeError(f"not an expression: {expr!r}")


def _level(expr: Expr) -> int:
    """The precedence of the outermost operator of ``expr``."""
    match expr:
        case Const(value):
            return of_value(value)
        case Unary(op):
            return before(op)
        case Binary(op) | Logic(op):
            return between(op)
        case Compare():
            return COMPARISON
        case IfElse():
            return TERNARY
        case _:
            return ATOM


def _operand(expr: Expr, least: int) -> str:
    """``expr``, in parentheses if its precedence is below ``least``."""
    text = _text(expr)
    return text if _level(expr) >= least else f"({text})"


def _joined(ops: Sequence[str], items: Sequence[Expr]) -> str:
    """``items`` joined by ``ops`` of equal precedence."""
    own = between(ops[0])
    text = _operand(items[0], own if chains(own) else own + 1)
    for op, item in zip(ops, items[1:], strict=True):
        text += f" {op} {_operand(item, own + 1)}"
    return text


def _bounds(start: Expr | None, stop: Expr | None) -> str:
    low = "" if start is None else _text(start)
    high = "" if stop is None else _text(stop)
    if all(part is None or isinstance(part, (Const, Symbol)) for part in (start, stop)):
        return f"{low}:{high}"
    return f"{low + ' ' if low else ''}:{' ' + high if high else ''}"


def show_value(value: Value) -> str:
    """A plain value in the notation of a spec; words in double quotes, 1e-5 as written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return f"[{', '.join(map(show_value, value))}]"
    if isinstance(value, float):
        return repr(value).replace("e-0", "e-").replace("e+0", "e")
    return repr(value)


def quote(text: str) -> str:
    """``text`` in quotes, valid in specs and Python for any content.

    The quotes are double quotes, unless single quotes need fewer escapes.
    """
    if text.count('"') > text.count("'"):
        return repr(text)
    body = repr("'" + text)[2:-1]  # the leading ' makes repr choose double quotes
    if '"' in text:
        body = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{body}"'
