"""Prints expressions and values back as Python."""

import math

from archspec.expr.tree import (
    Binary,
    Call,
    Compare,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    Slice,
    Unary,
    Value,
    lift,
)

_TERNARY, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _ATOM = range(9)
_LEVEL = {
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "//": _PRODUCT,
    "%": _PRODUCT,
}


def show(expr: "Expr | Value", tuples: bool = False) -> str:
    """``expr`` as Python source, with no more parentheses than it needs.

    With ``tuples``, literal lists are printed as tuples.
    """
    return _Printer(tuples).text(lift(expr))[0]


class _Printer:
    def __init__(self, tuples: bool):
        self.tuples = tuples

    def show(self, expr: Expr) -> str:
        return self.text(expr)[0]

    def wrap(self, expr: Expr, level: int) -> str:
        text, own = self.text(expr)
        return text if own >= level else f"({text})"

    def text(self, expr: Expr) -> tuple[str, int]:
        """The source of ``expr`` and how tightly it binds."""
        wrap = self.wrap
        match expr:
            case Const(value):
                negative = isinstance(value, (int, float)) and value < 0
                return show_value(value), _NEGATIVE if negative else _ATOM
            case Name(id):
                return id, _ATOM
            case Binary(op, left, right):
                level = _LEVEL[op]
                return f"{wrap(left, level)} {op} {wrap(right, level + 1)}", level
            case Compare(left, ops, rights):
                parts = [wrap(left, _SUM)]
                for op, right in zip(ops, rights, strict=True):
                    parts += [op, wrap(right, _SUM)]
                return " ".join(parts), _COMPARISON
            case Logic(op, items):
                level = _AND if op == "and" else _OR
                return f" {op} ".join(wrap(item, level + 1) for item in items), level
            case Unary("not", operand):
                return f"not {wrap(operand, _NOT)}", _NOT
            case Unary(op, operand):
                return f"{op}{wrap(operand, _NEGATIVE)}", _NEGATIVE
            case IfElse(cond, then, other):
                head = f"{wrap(then, _OR)} if {wrap(cond, _OR)}"
                return f"{head} else {wrap(other, _TERNARY)}", _TERNARY
            case Call("f", args):
                return f'f"{"".join(self.piece(arg) for arg in args)}"', _ATOM
            case Call(func, args):
                spelled = f"math.{func}" if func in ("floor", "ceil") else func
                return f"{spelled}({', '.join(self.show(arg) for arg in args)})", _ATOM
            case ListExpr(items):
                inner = ", ".join(self.show(item) for item in items)
                if self.tuples:
                    return f"({inner},)" if len(items) == 1 else f"({inner})", _ATOM
                return f"[{inner}]", _ATOM
            case Index(value, index):
                return f"{wrap(value, _ATOM)}[{self.show(index)}]", _ATOM
            case Slice(value, start, stop):
                return f"{wrap(value, _ATOM)}[{self.bounds(start, stop)}]", _ATOM
            case _:
                raise TypeError(f"not an expression: {expr!r}")

    def piece(self, part: Expr) -> str:
        """A part of an f-string: a word as it is, anything else in braces."""
        if isinstance(part, Const) and isinstance(part.value, str):
            return part.value
        return f"{{{self.show(part)}}}"

    def bounds(self, start: Expr | None, stop: Expr | None) -> str:
        low = "" if start is None else self.show(start)
        high = "" if stop is None else self.show(stop)
        if all(
            part is None or isinstance(part, (Const, Name)) for part in (start, stop)
        ):
            return f"{low}:{high}"
        return f"{low + ' ' if low else ''}:{' ' + high if high else ''}"


def show_value(value: Value) -> str:
    """A plain value as Python source; strings with double quotes, 1e-5 as written."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return f"[{', '.join(show_value(item) for item in value)}]"
    if isinstance(value, float) and math.isfinite(value):
        return repr(value).replace("e-0", "e-").replace("e+0", "e")
    return repr(value)


def quote(text: str) -> str:
    """``text`` as a Python string literal in double quotes, safe for any content."""
    body = repr("'" + text)[2:-1]  # the leading ' makes repr choose double quotes
    if '"' in text:
        body = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{body}"'
