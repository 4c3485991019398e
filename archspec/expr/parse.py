"""Parses expressions: Python's syntax, restricted by a whitelist."""

import ast
from collections.abc import Sequence
from functools import lru_cache

from archspec.expr.evaluate import FUNCTIONS, USAGE
from archspec.expr.tree import (
    MAX_VALUE,
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    ExprError,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    SliceExpr,
    Unary,
)

MAX_LENGTH = 1000  # characters of one expression
MAX_DEPTH = 50

_ALLOWED = (
    "expressions have numbers, names, + - * / // %, comparisons, 'x if c else y',\n"
    f"lists, indexing, and the functions {', '.join(sorted(FUNCTIONS))}"
)
_EXAMPLES = "for example width * 2, or 2 if i == 0 else 1"
_SPLIT = "give a part of it a name under 'let'"
# Mathematical signs that users type or paste in place of Python's, by code point.
_SIGNS = {
    0xB7: "*",
    0xD7: "*",
    0xF7: "//",
    0x2212: "-",
    0x2260: "!=",
    0x2264: "<=",
    0x2265: ">=",
}

_BINARY: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
_COMPARE: dict[type[ast.AST], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


@lru_cache(maxsize=4096)
def parse(text: str) -> Expr:
    """Parse ``text`` into an expression tree.

    Raises:
        ExprError: the text is not an expression of the language.
    """
    if len(text) > MAX_LENGTH:
        message = f"expression longer than {MAX_LENGTH} characters"
        raise ExprError(message, 0, 20, _SPLIT)
    stripped = text.strip()
    indent = len(text) - len(text.lstrip())
    if not stripped.isascii():
        at = next(k for k, char in enumerate(text) if ord(char) > 127)
        message = f"unexpected character {text[at]!r} in an expression"
        sign = _SIGNS.get(ord(text[at]))
        help = (
            f"write {sign}"
            if sign
            else "put quotes around a text inside the expression"
        )
        raise ExprError(message, at, 1, help)
    try:
        tree = ast.parse(stripped, mode="eval")
    except SyntaxError as error:
        offset = min(max((error.offset or 1) - 1, 0), max(len(stripped) - 1, 0))
        message, help = f"{text!r} is not an expression", _EXAMPLES
        raise ExprError(message, indent + offset, 1, help) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExprError(
            "this expression cannot be read", indent, len(stripped)
        ) from None
    return _Parser(indent).convert(tree.body, 0)


class _Parser:
    """Converts Python's syntax tree, node type by node type; anything else is refused."""

    def __init__(self, indent: int):
        self.indent = indent

    def fail(self, node: ast.expr, message: str, help: str = "") -> ExprError:
        end = node.end_col_offset or node.col_offset + 1
        start = self.indent + node.col_offset
        return ExprError(message, start, max(1, end - node.col_offset), help)

    def convert(self, node: ast.expr, depth: int) -> Expr:
        if depth > MAX_DEPTH:
            message = f"expression nested deeper than {MAX_DEPTH} levels"
            raise self.fail(node, message, _SPLIT)
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return self.constant(node, value)
            case ast.Name(id="true" | "false" as word):  # YAML's spelling
                return Const(word == "true")
            case ast.Name(id=name):
                return Name(name)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return ListExpr(self.all(items, depth))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.convert(operand, depth + 1)
                if isinstance(inner, Const) and isinstance(inner.value, (int, float)):
                    return Const(-inner.value)
                return Unary("-", inner)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Unary("not", self.convert(operand, depth + 1))
            case ast.BinOp(op=op) if type(op) in _BINARY:
                left, right = self.all([node.left, node.right], depth)
                return Binary(_BINARY[type(op)], left, right)
            case ast.Compare() if all(type(op) in _COMPARE for op in node.ops):
                ops = tuple(_COMPARE[type(op)] for op in node.ops)
                left = self.convert(node.left, depth + 1)
                return Compare(left, ops, self.all(node.comparators, depth))
            case ast.BoolOp(op=op, values=values):
                name = "and" if isinstance(op, ast.And) else "or"
                return Logic(name, self.all(values, depth))
            case ast.IfExp():
                cond, then, other = self.all([node.test, node.body, node.orelse], depth)
                return IfElse(cond, then, other)
            case ast.Call(func=ast.Name(id=func), args=args, keywords=[]):
                return self.call(node, func, args, depth)
            case ast.Subscript(value=value, slice=ast.Slice(step=None) as cut):
                start = (
                    None if cut.lower is None else self.convert(cut.lower, depth + 1)
                )
                stop = None if cut.upper is None else self.convert(cut.upper, depth + 1)
                return SliceExpr(self.convert(value, depth + 1), start, stop)
            case ast.Subscript(value=value, slice=index) if not isinstance(
                index, ast.Slice
            ):
                return Index(*self.all([value, index], depth))
            case _:
                what, help = _describe(node)
                message = f"{what} is not allowed in an expression"
                raise self.fail(node, message, help or _ALLOWED)

    def all(self, nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...]:
        return tuple(self.convert(node, depth + 1) for node in nodes)

    def constant(self, node: ast.expr, value: int | float | bool | str) -> Const:
        if isinstance(value, (int, float)) and not abs(value) <= MAX_VALUE:
            help = f"numbers are at most {MAX_VALUE}"
            raise self.fail(node, "number too large", help)
        return Const(value)

    def call(
        self, node: ast.expr, func: str, args: Sequence[ast.expr], depth: int
    ) -> Expr:
        if func not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            message = f"unknown function {func!r}"
            raise self.fail(node, message, f"functions are: {known}")
        if not args:
            help = f"write {USAGE[func]}"
            raise self.fail(node, f"{func}() needs an argument", help)
        return CallExpr(func, self.all(args, depth))


def _describe(node: ast.expr) -> tuple[str, str]:
    """The forbidden syntax, and a correction if there is one."""
    names: dict[type[ast.AST], str] = {
        ast.Attribute: "an attribute ('.')",
        ast.Lambda: "a lambda",
        ast.Call: "this call",
        ast.JoinedStr: "an f-string",
        ast.Dict: "a mapping",
        ast.Set: "a set",
    }
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        help = "write a product, such as 8 * 8; a table such as [8, 16, 32][i] for powers of a name"
        return "the power operator '**'", help
    if isinstance(node, ast.Constant) and node.value is None:
        return "None", "leave the key out, or write false"
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        return "a comprehension", ""
    return names.get(type(node), "this"), ""
