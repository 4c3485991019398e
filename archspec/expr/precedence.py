"""The precedence of operators: one table for specs and for Python."""

TERNARY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, NEGATIVE, POWER, ATOM = range(10)
_BINARY = {
    "or": OR,
    "and": AND,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "//": PRODUCT,
    "%": PRODUCT,
    "**": POWER,
}


def between(op: str) -> int:
    """The precedence of the binary operator ``op``."""
    return _BINARY.get(op, COMPARISON)


def before(op: str) -> int:
    """The precedence of the unary operator ``op``."""
    return NOT if op == "not" else NEGATIVE


def of_value(value: object) -> int:
    """The precedence of a literal; the sign of a negative number counts as an operator."""
    negative = isinstance(value, (int, float)) and value < 0
    return NEGATIVE if negative else ATOM


def chains(level: int) -> bool:
    """Whether ``a - b - c`` is ``(a - b) - c`` for the operators of ``level``."""
    return level in (SUM, PRODUCT)
