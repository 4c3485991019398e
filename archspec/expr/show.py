"""Prints expressions and values back as Python."""

import math
from collections.abc import Sequence
from typing import TypeGuard

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

_TERNARY, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _ATOM = range(9)
_LEVEL = {
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "//": _PRODUCT,
    "%": _PRODUCT,
}


def show(expr: "Expr | Value") -> str:
    """``expr`` as Python source, with no more parentheses than it needs."""
    return _Printer().text(lift(expr))[0]


class _Printer:
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
            case Symbol():
                return expr.text, _ATOM
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
            case CallExpr("f", args):
                return self.template(args), _ATOM
            case CallExpr(func, args):
                spelled = f"math.{func}" if func in ("floor", "ceil") else func
                return f"{spelled}({', '.join(self.show(arg) for arg in args)})", _ATOM
            case ListExpr(items):
                inner = ", ".join(self.show(item) for item in items)
                return f"[{inner}]", _ATOM
            case Index(value, index):
                return f"{wrap(value, _ATOM)}[{self.show(index)}]", _ATOM
            case SliceExpr(value, start, stop):
                return f"{wrap(value, _ATOM)}[{self.bounds(start, stop)}]", _ATOM
            case _:
                raise TypeError(f"not an expression: {expr!r}")

    def template(self, parts: Sequence[Expr]) -> str:
        """An f-string; what it cannot hold before Python 3.12 is formatted.

        That is its own quotes and backslashes. The words of a template have neither
        these nor braces.
        """
        texts = [self.show(part) for part in parts]
        if not any(set(text) & {"'", "\\"} for text in texts):
            pieces = (
                part.value if is_word(part) else "{" + text.replace('"', "'") + "}"
                for part, text in zip(parts, texts, strict=True)
            )
            return f'f"{"".join(map(str, pieces))}"'
        pattern = "".join(str(p.value) if is_word(p) else "{}" for p in parts)
        values = (
            text for part, text in zip(parts, texts, strict=True) if not is_word(part)
        )
        return f'"{pattern}".format({", ".join(values)})'

    def bounds(self, start: Expr | None, stop: Expr | None) -> str:
        low = "" if start is None else self.show(start)
        high = "" if stop is None else self.show(stop)
        if all(
            part is None or isinstance(part, (Const, Symbol)) for part in (start, stop)
        ):
            return f"{low}:{high}"
        return f"{low + ' ' if low else ''}:{' ' + high if high else ''}"


def is_word(expr: Expr) -> TypeGuard[Const]:
    """Whether ``expr`` is a word as it stands, such as a part of a name template."""
    return isinstance(expr, Const) and isinstance(expr.value, str)


def show_value(value: Value) -> str:
    """A plain value as Python source; strings with double quotes, 1e-5 as written."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return f"[{', '.join(show_value(item) for item in value)}]"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, float):
        return repr(value).replace("e-0", "e-").replace("e+0", "e")
    return repr(value)


def quote(text: str) -> str:
    """``text`` as a Python string literal, safe for any content.

    The quotes are double ones, unless single ones leave less to escape.
    """
    if text.count('"') > text.count("'"):
        return repr(text)
    body = repr("'" + text)[2:-1]  # the leading ' makes repr choose double quotes
    if '"' in text:
        body = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{body}"'
