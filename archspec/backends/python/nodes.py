"""The target tree: the subset of Python that emitted files use.

Lowering builds these trees and the printer lays them out; nothing else handles text.
They contain expressions of the spec until `expressions.as_python` converts these to
Python, once, when a class is finished.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from archspec.expr import Expr
from archspec.model.definitions import Loc
from archspec.record import record


@record
class Identifier:
    """A name of Python: a variable, a module, a class."""

    id: str


@record
class Literal:
    """A number, a boolean, a word or None."""

    value: int | float | bool | str | None


@record
class Ex:
    """An expression of the spec."""

    expr: Expr


@record
class Arg:
    """An argument of a call: positional, or ``key=``."""

    value: "Code"
    key: str = ""


@record
class Invoke:
    """A call."""

    func: "Code"
    args: tuple[Arg, ...] = ()


@record
class Attr:
    """``value.name``"""

    value: "Code"
    name: str


@record
class Bounds:
    """``start:stop`` or ``start:stop:step`` in a subscript."""

    start: "Code | None" = None
    stop: "Code | None" = None
    step: "Code | None" = None


@record
class Subscript:
    """``value[a, b]``"""

    value: "Code"
    items: tuple["Code", ...]


@record
class Items:
    """A tuple, or a list when ``brackets`` is "[]"."""

    items: tuple["Code", ...]
    brackets: str = "()"


# The names that a statement sets: one, or several: ``i, (a, b)`` is ("i", ("a", "b")).
Target: TypeAlias = "str | tuple[Target, ...]"


@record
class Gen:
    """``element for target in iterable``"""

    element: "Code"
    target: Target
    iterable: "Code"


@record
class Starred:
    """``*value``, an argument of a call or an item of a list."""

    value: "Code"


@record
class Lambda:
    """``lambda a, b: body``"""

    params: tuple[str, ...]
    body: "Code"


@record
class Operation:
    """``a + b``, ``a and b and c``, ``a < b <= c``: operators of one precedence."""

    ops: tuple[str, ...]
    items: tuple["Code", ...]


@record
class Prefix:
    """``-operand`` or ``not operand``"""

    op: str
    operand: "Code"


@record
class Choice:
    """``then if cond else other``"""

    cond: "Code"
    then: "Code"
    other: "Code"


@record
class Template:
    """An f-string: literal text and values. The text has no quotes and no braces."""

    parts: tuple["str | Code", ...]


Code: TypeAlias = (
    Identifier
    | Literal
    | Ex
    | Invoke
    | Attr
    | Bounds
    | Subscript
    | Items
    | Gen
    | Starred
    | Lambda
    | Operation
    | Prefix
    | Choice
    | Template
)


class Part(Protocol):
    """A part of the spec that becomes a statement or a part of one."""

    def places(self) -> Iterator[Loc]:
        """Its place in the spec, and the places of its inner items."""
        ...


# The parts of the spec that a statement comes from; empty for code that every class has.
Origin: TypeAlias = Sequence[Part]


@record
class Assign:
    target: "Target | Attr"
    code: Code
    origin: Origin = ()


@record
class Do:
    code: Code
    origin: Origin = ()


@record
class Return:
    code: Code
    origin: Origin = ()


@record
class If:
    code: Code
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...] = ()
    origin: Origin = ()


@record
class For:
    target: Target
    code: Code
    body: tuple["Stmt", ...]
    origin: Origin = ()


@record
class With:
    code: Code
    body: tuple["Stmt", ...]
    origin: Origin = ()


# Each has a piece of code of its own.
Stmt: TypeAlias = Assign | Do | Return | If | For | With


# The classes that each call constructs, by the calling class and the place of the call
# in the spec; several where a block is printed in more than one form.
Calls: TypeAlias = Mapping[tuple[str, Loc], set[str]]


@record
class Parameter:
    """A parameter of a method; ``default`` is None if it has none."""

    name: str
    default: Code | None = None


@record
class Function:
    """A method: its parameters and its body."""

    name: str
    params: tuple[Parameter, ...]
    body: tuple[Stmt, ...]


@record
class Class:
    """A class: its docstring and its methods.

    ``definition`` names the block or network that it implements, wholly or in part.
    """

    name: str
    definition: str
    base: Code
    doc: str
    methods: tuple[Function, ...]


@record
class Module:
    """A file: its classes, and the classes that each call of a block constructs."""

    classes: tuple[Class, ...]
    calls: Calls
