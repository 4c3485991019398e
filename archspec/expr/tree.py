"""The nodes of expressions, and queries on them."""

from collections.abc import Callable, Iterator
from typing import ClassVar, TypeAlias, Union

from archspec.record import record

MAX_VALUE = 2**53  # integers beyond it are no longer exact as floats
MAX_ITEMS = 10_000  # of a list

Value: TypeAlias = int | float | bool | str | list["Value"] | None
Dim: TypeAlias = Union[int, "Expr"]


class ExprError(ValueError):
    """An expression that cannot be parsed or evaluated.

    ``offset`` and ``length`` locate the error in the text.
    """

    def __init__(self, message: str, offset: int = 0, length: int = 0, help: str = ""):
        super().__init__(message)
        self.message, self.offset, self.length, self.help = (
            message,
            offset,
            length,
            help,
        )


class Expr:
    """Base of all expression nodes; arithmetic on them folds constants."""

    __slots__ = ()

    def __add__(self, other: Dim) -> "Expr":
        return ARITHMETIC["+"](self, lift(other))

    def __radd__(self, other: Dim) -> "Expr":
        return ARITHMETIC["+"](lift(other), self)

    def __sub__(self, other: Dim) -> "Expr":
        return ARITHMETIC["-"](self, lift(other))

    def __rsub__(self, other: Dim) -> "Expr":
        return ARITHMETIC["-"](lift(other), self)

    def __mul__(self, other: Dim) -> "Expr":
        return ARITHMETIC["*"](self, lift(other))

    def __rmul__(self, other: Dim) -> "Expr":
        return ARITHMETIC["*"](lift(other), self)

    def __floordiv__(self, other: Dim) -> "Expr":
        return ARITHMETIC["//"](self, lift(other))

    def __neg__(self) -> "Expr":
        return ARITHMETIC["-"](Const(0), self)


# The functions that build the result of an operator on whole numbers.
# `archspec.expr.arithmetic`, which needs the nodes below, sets them; `archspec.expr`
# always imports that module.
ARITHMETIC: dict[str, Callable[[Expr, Expr], Expr]] = {}


@record
class Const(Expr):
    """A literal number, boolean or word."""

    value: int | float | bool | str | None


class Symbol(Expr):
    """A leaf that stands for a value: a name, or a size that no spec can name.

    Attributes:
        text: its form in messages.
        is_size: whether it is known to be a whole number.
    """

    __slots__ = ()

    is_size: ClassVar[bool] = False

    @property
    def text(self) -> str:
        raise NotImplementedError


@record
class Name(Symbol):
    """A param, a ``let`` value, ``in_channels`` or a repeat's name."""

    id: str

    @property
    def text(self) -> str:
        return self.id


@record
class ListExpr(Expr):
    items: tuple[Expr, ...]


@record
class Unary(Expr):
    op: str  # "-" or "not"
    operand: Expr


@record
class Binary(Expr):
    op: str  # + - * / // %
    left: Expr
    right: Expr


@record
class Compare(Expr):
    """``left op right op right ...``, chained as in Python."""

    left: Expr
    ops: tuple[str, ...]
    rights: tuple[Expr, ...]


@record
class Logic(Expr):
    op: str  # "and" or "or"
    items: tuple[Expr, ...]


@record
class IfElse(Expr):
    cond: Expr
    then: Expr
    other: Expr


@record
class CallExpr(Expr):
    func: str
    args: tuple[Expr, ...]


@record
class Index(Expr):
    value: Expr
    index: Expr


@record
class SliceExpr(Expr):
    value: Expr
    start: Expr | None
    stop: Expr | None


def lift(value: "Value | Expr") -> Expr:
    """A plain value as an expression."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, (list, tuple)):
        return ListExpr(tuple(lift(item) for item in value))
    return Const(value)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of ``expr``, in reading order."""
    match expr:
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Compare(left, _, rights):
            return (left, *rights)
        case Logic(_, items) | ListExpr(items) | CallExpr(_, items):
            return items
        case IfElse(cond, then, other):
            return (then, cond, other)
        case Index(value, index):
            return (value, index)
        case SliceExpr(value, start, stop):
            return tuple(part for part in (value, start, stop) if part is not None)
        case _:
            return ()


def symbols(expr: Expr) -> Iterator[Symbol]:
    """The symbols that ``expr`` reads, in reading order, with repetitions."""
    if isinstance(expr, Symbol):
        yield expr
    for part in children(expr):
        yield from symbols(part)


def walk_names(expr: Expr) -> Iterator[str]:
    """The names that ``expr`` reads, in reading order, with repetitions."""
    return (symbol.id for symbol in symbols(expr) if isinstance(symbol, Name))


def names(expr: Expr) -> set[str]:
    """All names that ``expr`` reads."""
    return set(walk_names(expr))


def is_literal(expr: Expr) -> bool:
    """Whether ``expr`` is a number, boolean, word, or a list of them."""
    if isinstance(expr, ListExpr):
        return all(is_literal(item) for item in expr.items)
    return isinstance(expr, Const)


def constant(expr: "Expr | Value") -> "Value":
    """The plain value of a literal expression; None for a symbolic one."""
    if isinstance(expr, Const):
        return expr.value
    if isinstance(expr, ListExpr):
        return [constant(item) for item in expr.items] if is_literal(expr) else None
    return None if isinstance(expr, Expr) else expr
