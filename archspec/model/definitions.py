"""The model: a network as definitions, the view for printing.

Blocks stay blocks, repeats stay repeats and numbers stay expressions over the params of
their class. Values have symbolic shapes.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from archspec.expr import Expr, Symbol, Types, Whole
from archspec.expr import Value as Plain
from archspec.model.sizes.shapes import AnyShape
from archspec.model.sizes.symbols import OwnParams
from archspec.ops.base import Op, Shape
from archspec.record import field, record
from archspec.spec.faults import Loc


@record(eq=False)
class Val:
    """A value that flows through a class; compared by identity."""

    shape: AnyShape


@record
class ConstructorParam:
    """A constructor argument."""

    name: str
    default: Plain = None
    required: bool = False


@record
class Start:
    """The law of an initial tensor: a kind and its arguments."""

    kind: str
    args: tuple[Expr, ...] = ()


@record(eq=False, kw_only=True)
class Item:
    """A step of a body.

    Attributes:
        name: the child's name; None if the surrounding list numbers it.
        inputs: the values that it reads.
        out: its value, or the first of several.
        loc: its place in the spec.
        when: the condition under which it exists; None for always.
        only: "train" or "inference" if it acts in only that mode.
    """

    name: str | None
    inputs: tuple[Val, ...]
    out: Val
    loc: Loc
    when: Expr | None = None
    only: str | None = None

    def places(self) -> Iterator[Loc]:
        """Its place in the spec, and the places of its inner items."""
        yield self.loc
        for body in self.bodies():
            yield from (item.loc for item in body.walk())

    def bodies(self) -> tuple["ModelBody", ...]:
        """Its inner bodies."""
        return ()


@record(eq=False, kw_only=True)
class OpItem(Item):
    """An operator; ``xs`` are the shapes of its inputs under the conditions around it.

    ``lists`` are its fields that are named lists, as in ``kernel: kernel``; ``op`` has
    their items.
    """

    op: Op
    xs: tuple[Shape, ...]
    lists: tuple[Expr, ...] = ()
    init: Mapping[str, Start] = field(factory=dict[str, Start])


@record(eq=False, kw_only=True)
class CallItem(Item):
    """A call of a block; ``outs`` has the value of each named output."""

    target: "ClassDef"
    args: Mapping[str, Expr]
    bindings: Mapping[Symbol, Expr]  # every symbol of the target -> its value here
    outs: Mapping[str, Val]


@record(eq=False, kw_only=True)
class JoinItem(Item):
    """``operator`` applied to the values of ``branches``.

    A residual is a sum with a condition ``skip``; if that is always false, there is a
    single branch, and nothing is added to it.
    """

    operator: OpItem
    branches: tuple["ModelBody", ...]
    residual: bool = False
    skip: Expr | None = None  # of a residual: the condition of its shortcut

    def bodies(self) -> tuple["ModelBody", ...]:
        return self.branches


@record(eq=False, kw_only=True)
class SeqItem(Item):
    """A group; if it is ``reused``, its input stands for several values."""

    body: "ModelBody"
    reused: bool = False

    def bodies(self) -> tuple["ModelBody", ...]:
        return (self.body,)


@record
class Carry:
    """A local variable of a loop: a size of the next copy's input."""

    name: str
    start: Expr
    step: Expr


@record(eq=False, kw_only=True)
class RepeatItem(Item):
    """Copies of ``body``; each copy is a single item, or a level of names.

    ``rows`` is the table of ``over`` and ``row`` its column names; otherwise ``times``
    counts.
    """

    times: Expr
    rows: Expr | None
    row: tuple[str, ...]
    whole: bool  # whether the single name of ``row`` stands for the whole row
    index: str
    carries: tuple[Carry, ...]
    names: tuple[str | Expr, ...] | None  # a template in parts
    body: "ModelBody"
    single: bool
    spliced: bool  # it opens no level: the copies are items of the surrounding list

    def bodies(self) -> tuple["ModelBody", ...]:
        return (self.body,)


@record(eq=False, kw_only=True)
class ReuseItem(Item):
    """``target`` applied again; ``outs`` has the same form as in a call."""

    target: "AnyItem"
    outs: Mapping[str, Val]


AnyItem: TypeAlias = OpItem | CallItem | JoinItem | SeqItem | RepeatItem | ReuseItem


@record(eq=False)
class ModelBody:
    """Steps in order, from ``input`` to ``result``; ``listed`` if they are numbered."""

    input: Val
    items: tuple[AnyItem, ...]
    result: Val
    listed: bool = False

    def walk(self) -> "Iterator[AnyItem]":
        """Its items, each before its inner items."""
        for item in self.items:
            yield item
            for body in item.bodies():
                yield from body.walk()

    @cached_property
    def outside(self) -> frozenset[Val]:
        """The values that it reads from outside, except its input."""
        known, read = {self.input}, {self.result}
        for item in self.items:
            read.update(item.inputs, *(inner.outside for inner in item.bodies()))
            known.update(outs_of(item))
        return frozenset(read - known)

    @cached_property
    def needs_input(self) -> bool:
        """Whether its result may depend on its input."""
        wanted: set[Val] = {self.result}
        for item in reversed(self.items):
            if wanted.isdisjoint(outs_of(item)):
                continue
            wanted.update(*(inner.outside for inner in item.bodies()))
            if item.when or item.only or not ignores_input(item):
                wanted.update(item.inputs)
        return self.input in wanted


def outs_of(item: AnyItem) -> tuple[Val, ...]:
    """The values of ``item``."""
    if isinstance(item, (CallItem, ReuseItem)):
        return (item.out, *item.outs.values())
    return (item.out,)


def ignores_input(item: AnyItem) -> bool:
    """Whether ``item`` is a group that does not read its input."""
    return isinstance(item, SeqItem) and not item.reused and not item.body.needs_input


@record
class Exit:
    """A named output of a class and the mode in which it exists.

    ``part`` is true if it is the value of a part of a seq.
    """

    name: str
    value: Val
    only: str | None = None
    part: bool = False


@record(eq=False)
class ClassDef:
    """A class of the emitted file: a block or the network.

    Sizes of the inputs are symbols: ``in_channels``, ``skip_channels``, and an
    `InputSize` for each height and width. ``shapes`` are the shapes of the outputs for
    callers, by name. ``types`` has the names that are known to be whole numbers ("int")
    or lists of them ("[int]"). ``read_parts`` are the values in its seqs that nodes read.
    """

    name: str
    doc: str
    params: tuple[ConstructorParam, ...]
    inputs: Mapping[str, Val]
    let: Mapping[str, Expr]
    body: ModelBody
    outputs: tuple[Exit, ...]
    shapes: Mapping[str, AnyShape]
    root: bool = False
    owner: str = ""  # the block it comes from, which several classes may share
    lists: frozenset[str] = frozenset()  # params that hold lists
    types: Types = field(factory=dict[str, Whole])
    read_parts: frozenset[Val] = frozenset()

    @property
    def own(self) -> OwnParams:
        """Its params."""
        return OwnParams(self.owner, frozenset(param.name for param in self.params))

    @property
    def docstring(self) -> str:
        """Its docstring: its ``doc``, or its kind and its name."""
        return self.doc or f"{'Network' if self.root else 'Block'} {self.name}."

    @cached_property
    def parts(self) -> frozenset[Val]:
        """The values in its seqs that are outputs, or that other nodes read."""
        outputs = frozenset(exit.value for exit in self.outputs if exit.part)
        return outputs | self.read_parts


@record
class Fixed:
    """A param of the network that is not a constructor argument, with the reason."""

    name: str
    value: Plain
    reason: str


@record
class Model:
    """All classes, each before its users, the network last."""

    classes: tuple[ClassDef, ...]
    fixed: tuple[Fixed, ...] = ()

    @property
    def root(self) -> ClassDef:
        """The class of the network."""
        return self.classes[-1]
