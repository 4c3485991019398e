"""Expressions: parsed by whitelist, folded, evaluated, printed back as Python.

An expression is the small arithmetic a spec may write where a number is expected
(``width * 4``, ``2 if i == 0 else 1``). It is parsed into a frozen tree, never handed to
an interpreter, and bounded in length and in value.

The tree doubles as the compiler's symbolic number: ``+ - * //`` on expressions build
folded expressions, so a shape rule written once serves numbers and symbols alike.
"""

from archspec.expr.arithmetic import (
    add,
    binary,
    floordiv,
    fold,
    if_else,
    item_of,
    logic,
    maximum,
    minimum,
    mul,
    negate,
    product,
    sub,
)
from archspec.expr.evaluate import FUNCTIONS, evaluate
from archspec.expr.parse import MAX_DEPTH, MAX_LENGTH, parse
from archspec.expr.rewrite import given, substitute, substitute_product, whole_number
from archspec.expr.show import is_word, quote, show, show_value
from archspec.expr.sums import Types, is_whole, shorter
from archspec.expr.tree import (
    MAX_ITEMS,
    MAX_VALUE,
    Binary,
    CallExpr,
    Compare,
    Const,
    Dim,
    Expr,
    ExprError,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    SliceExpr,
    Unary,
    Value,
    children,
    constant,
    is_literal,
    lift,
    names,
    walk_names,
)

__all__ = [
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_ITEMS",
    "MAX_LENGTH",
    "MAX_VALUE",
    "Binary",
    "CallExpr",
    "Compare",
    "Const",
    "Dim",
    "Expr",
    "ExprError",
    "IfElse",
    "Index",
    "ListExpr",
    "Logic",
    "Name",
    "SliceExpr",
    "Types",
    "Unary",
    "Value",
    "add",
    "binary",
    "children",
    "constant",
    "evaluate",
    "floordiv",
    "fold",
    "given",
    "if_else",
    "is_literal",
    "is_whole",
    "is_word",
    "item_of",
    "lift",
    "logic",
    "maximum",
    "minimum",
    "mul",
    "names",
    "negate",
    "parse",
    "product",
    "quote",
    "shorter",
    "show",
    "show_value",
    "sub",
    "substitute",
    "substitute_product",
    "walk_names",
    "whole_number",
]
