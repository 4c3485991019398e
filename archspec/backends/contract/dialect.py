"""The dialect of a backend: its table of operators, and the form of its classes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias

from archspec.backends.contract.flow import MINOR
from archspec.backends.python.build import invoke, self_attribute
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
    """The place of an operator.

    Attributes:
        xs: the shapes of its inputs.
        init: the initial distributions of its tensors.
        name: the name of the attribute it may become; None in a numbered list.
        fresh: whether it may overwrite its input.
    """

    xs: tuple[Shape, ...]
    init: Mapping[str, Start]
    name: str | None = None
    fresh: bool = False

    @property
    def x(self) -> Shape:
        """The shape of the first input; most operators have no other."""
        return self.xs[0]


# A function of one input, or of two; one of any number takes starred arguments.
Function: TypeAlias = (
    Callable[[Code], Code | None] | Callable[[Code, Code], Code | None]
)

# Of a layer, and one or two inputs.
Apply: TypeAlias = Callable[[Code, Code], Code] | Callable[[Code, Code, Code], Code]


def plain_call(layer: Code, *xs: Code) -> Code:
    """``layer(x)``"""
    return Invoke(layer, tuple(map(Arg, xs)))


@record(kw_only=True)
class ClassForm:
    """The form of a class, and of the containers in it.

    Attributes:
        module: the base of a class with its own ``forward``.
        container: the container of numbered layers, and the base of such a class.
        named: the container of named layers, and the base of such a class.
        identity: a layer that returns its input.
        forward: the name of the method that a call runs.
        first: the parameters of that method before the inputs.
    """

    module: str
    container: str
    named: str
    identity: Code
    forward: str = "forward"
    first: tuple[str, ...] = ("self",)

    def list_base(self, named: bool) -> str:
        """The class of a list of layers."""
        return self.named if named else self.container


@record(kw_only=True)
class Layer:
    """An operator in the code of a framework.

    Attributes:
        module: the layer's construction; None for a function only.
        call: the function form, used for named nodes; None if there is only a layer. It
            takes the inputs, and returns None if an input must be a variable.
        apply: the call of the layer, if it needs more than its input.
        listed: the construction inside a numbered list, if it differs.
        shared: whether all equal nodes of a class share one instance.
        kind: its weight in a statement, see `archspec.backends.contract.flow`.
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


# Pairs of a name and a layer: a sequence, or a comprehension over a loop.
Pairs: TypeAlias = Sequence[tuple[Code, Code]] | Gen


class Dialect(Protocol):
    """A framework as lowering sees it.

    A class is ``static`` if a call runs the same steps in both modes. It is ``dynamic``
    if it asks for the mode, or contains a class that does; a framework that compiles the
    steps of the first call must not compile a dynamic class.

    ``mode_argument`` is empty if the framework stores the mode, in an attribute or for
    the whole process. Otherwise, ``forward`` of a class that needs the mode has an
    argument of that name and passes it to its blocks and containers; rows pass it to
    layers. Likewise, a constructor takes the arguments ``constructor_state``, such as a
    generator of random numbers, and passes them to its blocks; rows pass them to layers.
    """

    name: str
    rows: Mapping[type[Op], Row]
    imports: Mapping[str, str]  # by the name that each binds, in order
    helpers: Mapping[str, Path]  # files by the name that each defines, in order
    reserved: frozenset[str]  # names that a local variable must not have
    named_groups_are_classes: bool
    slices_are_layers: bool  # otherwise a slice of a container is a list
    training: Code  # true in training mode
    mode_argument: str  # the argument that passes the mode to classes and layers
    constructor_state: tuple[str, ...]  # first arguments of all constructors
    static: ClassForm
    dynamic: ClassForm

    def sequence(self, layers: Sequence[Code]) -> Code | None: ...
    def named_sequence(self, pairs: Pairs) -> Code | None: ...
    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]: ...
    def append_named(self, target: Code, name: Code, code: Code) -> Stmt: ...
    def child(self, name: str) -> Code: ...
    def set_child(self, name: str, code: Code) -> Stmt: ...
    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]: ...


def torch_form(module: str) -> ClassForm:
    """The form of all classes of a framework like torch, with the base ``module``."""
    lists = "nn.Sequential"
    identity = invoke("nn.Identity")
    return ClassForm(module=module, container=lists, named=lists, identity=identity)


class TorchLike:
    """The common base of torch and paddle: sequential containers that are expressions."""

    named_groups_are_classes: ClassVar[bool] = False
    slices_are_layers: ClassVar[bool] = True
    training: ClassVar[Code] = self_attribute("training")
    mode_argument: ClassVar[str] = ""
    constructor_state: ClassVar[tuple[str, ...]] = ()
    add_child: ClassVar[str]

    def sequence(self, layers: Sequence[Code]) -> Code | None:
        return invoke("nn.Sequential", *layers)

    def append_named(self, target: Code, name: Code, code: Code) -> Stmt:
        return Do(invoke(Attr(target, self.add_child), name, code))

    def child(self, name: str) -> Code:
        if name.isidentifier():
            return self_attribute(name)
        return invoke("getattr", Identifier("self"), Literal(name))

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(self_attribute(name), code)
        return Do(invoke(self_attribute(self.add_child), Literal(name), code))

    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(Attr(target, "append"), code)) for code in codes]

    def named_sequence(self, pairs: Pairs) -> Code | None:
        return invoke("nn.Sequential", _ordered(pairs))

    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]:
        return stmts


def _ordered(pairs: Pairs) -> Code:
    """An OrderedDict of named layers; by keyword if all names are identifiers."""
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

    Callers pass ``value``, in the class's own symbols (a size of the input, a captured
    name); it is None for a declared param. ``when`` is the condition under which the
    class needs the argument.
    """

    name: str
    default: Code | None = None
    value: Expr | None = None
    when: Expr | None = None


@record(frozen=False)
class Signature:
    """An emitted class as its callers see it.

    ``state`` has further arguments, which come first and which every caller can pass on.
    """

    name: str
    arguments: list[Argument] = field(factory=list[Argument])
    state: tuple[str, ...] = ()
