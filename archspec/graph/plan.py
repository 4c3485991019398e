"""The parts of a class, prepared once so that each instance is quick to unroll."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from archspec import spec
from archspec.expr import Expr, Value
from archspec.graph.nodes import Loc
from archspec.ops import Op
from archspec.ops.base import Numbers
from archspec.ops.kinds import Kind
from archspec.record import field, record

Env: TypeAlias = Mapping[str, Value]  # what the expressions of a place see


@record(eq=False)
class Operator:
    """An operator; ``made`` is it where no field is an expression.

    ``given`` has the fields that are literal, ``open`` the others. ``memo`` keeps what
    came of the values of the open fields (as text) and the shape of the input.
    """

    loc: Loc
    cls: type[Op]
    given: Mapping[str, Any]
    open: tuple[tuple[str, Kind, Expr], ...]
    made: Op | None
    memo: dict[tuple[str, Numbers], tuple[Op, Numbers]] = field(
        factory=dict[tuple[str, Numbers], tuple[Op, Numbers]]
    )


@record(eq=False)
class Call:
    """A block call and its arguments."""

    loc: Loc
    block: str
    args: Mapping[str, Expr]


@record(eq=False)
class Seq:
    """A group of nodes with a level of names."""

    body: "Body"


@record(eq=False)
class Join:
    """add, mul or concat of ``branches``, or of what it reads where it has none."""

    loc: Loc
    kind: str
    branches: tuple["Branch", ...] | None


@record(eq=False)
class Residual:
    """body(x) + shortcut(x); without ``skip`` the body alone."""

    loc: Loc
    body: "Branch"
    shortcut: "Branch"
    skip: Expr


@record(eq=False, kw_only=True)
class Repeat:
    """Copies of ``body``, an item or a group; ``spliced`` when it opens no level.

    ``row`` has the names of ``as``, ``columns`` tells whether they are a list.
    """

    loc: Loc
    times: Expr | None
    over: Expr | None
    row: tuple[str, ...]
    columns: bool
    index: str
    names: tuple[str | Expr, ...] | None
    body: "Item | Body"
    spliced: bool


@record(eq=False)
class Reuse:
    """An earlier node's module, applied again."""

    node: str


What: TypeAlias = Operator | Call | Seq | Join | Residual | Repeat | Reuse


@record(eq=False, kw_only=True)
class Item:
    """A node where it stands in its class.

    Attributes:
        what: what it does.
        loc: its place in the spec.
        name: as a child of a mapping or as its join's branch; None in a list.
        reads: the names of ``from``; empty where the value before is read.
        listed: whether ``from`` is a list.
        when: the condition under which it exists, None for always.
        only: the mode in which it acts, None for both.
        broken: whether a problem was reported, so that it has no value.
        init: how its tensors start, as its own key says.
    """

    what: What
    loc: Loc
    name: str | None
    reads: tuple[str, ...]
    listed: bool
    when: Expr | None
    only: str | None
    broken: bool
    init: spec.Init


@record(eq=False)
class Body:
    """Items in order; ``named`` when written as a mapping."""

    loc: Loc
    items: tuple[Item, ...]
    named: bool


@record(eq=False)
class Branch:
    """A branch of a join; ``suffix`` names it where it is a single item."""

    body: Item | Body
    suffix: str


@record(eq=False, kw_only=True)
class Class:
    """A block, or the network, ready to be unrolled."""

    name: str
    loc: Loc
    params: Mapping[str, spec.Param]
    let: Mapping[str, Expr]
    inputs: tuple[str, ...]
    body: Body
    outputs: Mapping[str, spec.Output]
    init: spec.Init
