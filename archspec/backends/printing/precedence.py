"""The precedence of the outermost operator of a piece of code, and simple operands."""

from archspec.backends.python.nodes import (
    Attr,
    Choice,
    Code,
    Identifier,
    Lambda,
    Literal,
    Operation,
    Prefix,
)
from archspec.expr.precedence import ATOM, TERNARY, before, between, of_value


def level(tree: Code) -> int:
    """The precedence of the outermost operator of ``tree``."""
    match tree:
        case Choice() | Lambda():
            return TERNARY
        case Operation(ops):
            return between(ops[0])
        case Prefix(op):
            return before(op)
        case Literal(value):
            return of_value(value)
        case _:
            return ATOM


def is_simple(tree: Code) -> bool:
    """Whether ``tree`` is a name or a literal, perhaps with a sign."""
    if isinstance(tree, Prefix) and tree.op == "-":
        return is_simple(tree.operand)
    return isinstance(tree, (Literal, Identifier))


def power_sign(base: Code, exponent: Code) -> str:
    """The operator of a power; spaces surround it unless both operands are simple."""
    return "**" if _is_name(base) and _is_name(exponent) else " ** "


def _is_name(tree: Code) -> bool:
    return _is_name(tree.value) if isinstance(tree, Attr) else is_simple(tree)
