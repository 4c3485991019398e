"""The precedence of the outermost operator of a piece of code."""

from archspec.backends.python.nodes import (
    Choice,
    Code,
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
