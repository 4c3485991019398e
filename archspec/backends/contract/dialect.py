"""The dialect of a backend: its table of operators, and the form of its classes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias

from archspec.backends.contract.flow import MINOR
from archspec.backends.python.build import invoke, own
from archspec.backends.python.nodes import (
    Arg,
    Assign,
    Attr,
    Code,
    Do,
    Gen,
    Identifier,
    Invoke,
    Items,
    Literal,
    Stmt,
)
from archspec.expr import Expr
from archspec.model.definitions import Start
from archspec.ops.base import Op, Shape
from archspec.record import field, record


@record
class Site:
    """The place of an operator: the shapes of its inputs and the laws of its tensors.

    ``name`` is that of the attribute it may become; None in a numbered list. What it
    reads is ``fresh`` if it may be overwritten.
    """

    xs: tuple[Shape, ...]
    init: Mapping[str, Start]
    name: str | None = None
    fresh: bool = False

    @property
    def x(self) -> Shape:
        """The shape of the first input, which most operators have alone."""
        return self.xs[0]


# Of one input, or of two; a function of any number takes them starred.
Function: TypeAlias = Callable[[Code], Code | None] | Callable[[Code, Code], Code]

Apply: TypeAlias = Callable[[Code, Code], Code]


def plain_call(layer: Code, x: Code) -> Code:
    """``layer(x)``"""
    return Invoke(layer, (Arg(x),))


@record(kw_only=True)
class Layer:
    """An operator in the code of a framework.

    Attributes:
        module: the layer's construction; None for a function only.
        call: the function form, used among named nodes; None for a layer only. It takes
            the inputs, and gives None for one that it can take as a variable only.
        apply: how the layer is applied, where that is more than calling it.
        listed: the construction inside a numbered list, where it differs.
        shared: whether one instance serves all equal nodes of a class.
        kind: how it groups with others in a statement (see forward.py).
    """

    module: Code | None = None
    call: Function | None = None
    apply: Apply = plain_call
    listed: Code | None = None
    shared: bool = False
    kind: str = MINOR

    @property
    def item(self) -> Code | None:
        """The construction inside a list."""
        return self.listed if self.listed is not None else self.module


Row: TypeAlias = Callable[[Any, Site], Layer]


# Names and layers: one after the other, or those that a loop gives.
Pairs: TypeAlias = Sequence[tuple[Code, Code]] | Gen


class Dialect(Protocol):
    """A framework as lowering sees it. ``plain`` classes cannot be hybridized (Gluon).

    Where the framework keeps the mode, as an attribute or for the whole process,
    ``mode_argument`` is empty. Else ``forward`` of a class that needs the mode has an
    argument of that name, and hands it to its blocks and containers; to layers, rows
    do.
    """

    name: str
    rows: Mapping[type[Op], Row]
    imports: Mapping[str, str]  # by the name that each binds, in their order
    helpers: Mapping[str, Path]  # files by the name that each defines, in their order
    reserved: frozenset[str]  # words a local variable must not take
    named_groups_are_classes: bool
    slices_are_layers: bool  # else a slice of a container is a list
    training: Code  # what is true in training mode
    mode_argument: str  # by which a class is told the mode, and tells it to its layers

    def module_base(self, plain: bool) -> str: ...
    def list_base(self, plain: bool, named: bool) -> str: ...
    def forward_name(self, plain: bool) -> str: ...
    def forward_params(self, plain: bool) -> tuple[str, ...]: ...
    def identity(self, plain: bool) -> Code: ...
    def empty(self, plain: bool, named: bool) -> Code: ...
    def sequence(self, layers: Sequence[Code]) -> Code | None: ...
    def named_sequence(self, pairs: Pairs) -> Code | None: ...
    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]: ...
    def append_named(self, target: Code, name: Code, code: Code) -> Stmt: ...
    def child(self, name: str) -> Code: ...
    def set_child(self, name: str, code: Code) -> Stmt: ...
    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]: ...


class TorchLike:
    """The common base of torch and paddle: sequential containers that are expressions."""

    named_groups_are_classes: ClassVar[bool] = False
    slices_are_layers: ClassVar[bool] = True
    training: ClassVar[Code] = own("training")
    mode_argument: ClassVar[str] = ""
    add_child: ClassVar[str]
    base: ClassVar[str]

    def module_base(self, plain: bool) -> str:
        del plain
        return self.base

    def list_base(self, plain: bool, named: bool) -> str:
        del plain, named
        return "nn.Sequential"

    def forward_name(self, plain: bool) -> str:
        del plain
        return "forward"

    def forward_params(self, plain: bool) -> tuple[str, ...]:
        del plain
        return ("self",)

    def identity(self, plain: bool) -> Code:
        del plain
        return invoke("nn.Identity")

    def empty(self, plain: bool, named: bool) -> Code:
        del plain, named
        return invoke("nn.Sequential")

    def sequence(self, layers: Sequence[Code]) -> Code | None:
        return invoke("nn.Sequential", *layers)

    def append_named(self, target: Code, name: Code, code: Code) -> Stmt:
        return Do(invoke(Attr(target, self.add_child), name, code))

    def child(self, name: str) -> Code:
        if name.isidentifier():
            return own(name)
        return invoke("getattr", Identifier("self"), Literal(name))

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(own(name), code)
        return Do(invoke(own(self.add_child), Literal(name), code))

    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(Attr(target, "append"), code)) for code in codes]

    def named_sequence(self, pairs: Pairs) -> Code | None:
        return invoke("nn.Sequential", _ordered(pairs))

    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]:
        return stmts


def _ordered(pairs: Pairs) -> Code:
    """An OrderedDict of named layers; by keyword where all names are identifiers."""
    if isinstance(pairs, Gen):
        return invoke("OrderedDict", pairs)
    words = [str(name.value) if isinstance(name, Literal) else "" for name, _ in pairs]
    if not all(map(str.isidentifier, words)):
        return invoke("OrderedDict", Items(tuple(Items(pair) for pair in pairs), "[]"))
    keys = zip(words, pairs, strict=True)
    return Invoke(
        Identifier("OrderedDict"), tuple(Arg(code, word) for word, (_, code) in keys)
    )


@record
class Argument:
    """A constructor argument of an emitted class.

    ``value`` is what a caller passes, in the class's own symbols (a size of the input,
    a captured name), None for a declared param. ``when`` is the condition under which
    the class needs it at all.
    """

    name: str
    default: Code | None = None
    value: Expr | None = None
    when: Expr | None = None


@record(frozen=False)
class Signature:
    """An emitted class as its callers see it."""

    name: str
    arguments: list[Argument] = field(factory=list[Argument])
    plain: bool = False  # depends on the mode, or holds a class that does
    told: bool = False  # the mode, by an argument
