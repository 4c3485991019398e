"""How tightly operators bind."""

from archspec.backends.python.nodes import (
    Choice,
    Code,
    Lambda,
    Literal,
    Operation,
    Prefix,
)

TERNARY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, NEGATIVE, ATOM = range(9)
_LEVEL = {
    "or": OR,
    "and": AND,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "//": PRODUCT,
    "%": PRODUCT,
}


def level(tree: Code) -> int:
    """How tightly the outermost operator of ``tree`` binds."""
    match tree:
        case Choice() | Lambda():
            return TERNARY
        case Operation(ops):
            return _LEVEL.get(ops[0], COMPARISON)
        case Prefix(op):
            return NOT if op == "not" else NEGATIVE
        case Literal(int() | float() as value) if value < 0:
            return NEGATIVE
        case _:
            return ATOM


def chains(level: int) -> bool:
    """Whether ``a - b - c`` is ``(a - b) - c`` for the operators of ``level``."""
    return level in (SUM, PRODUCT)
