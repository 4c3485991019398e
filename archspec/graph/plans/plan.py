"""The prepared parts of a class, so that each instance is fast to unroll."""

from collections.abc import Mapping
from typing import TypeAlias

from archspec import spec
from archspec.expr import Expr, Value
from archspec.graph.nodes import Loc
from archspec.ops import Op
from archspec.ops.base import Numbers
from archspec.ops.fields.kinds import FieldKind
from archspec.record import field, record

Env: TypeAlias = Mapping[str, Value]  # the names for the expressions at a place
MemoKey: TypeAlias = tuple[str, tuple[Numbers, ...]]


WrittenField: TypeAlias = tuple[str, FieldKind, Expr]  # its name, kind and value


@record(eq=False)
class Operator:
    """An operator with its written fields.

    ``given`` has the literal fields and ``open`` the others. ``memo`` caches results by
    the values of the open fields (as text) and the shapes of the inputs.
    """

    loc: Loc
    cls: type[Op]
    given: tuple[WrittenField, ...]
    open: tuple[WrittenField, ...]
    memo: dict[MemoKey, tuple[Op, Numbers]] = field(
        factory=dict[MemoKey, tuple[Op, Numbers]]
    )


@record(eq=False)
class PlannedCall:
    """A block call and its arguments."""

    loc: Loc
    block: str
    args: Mapping[str, Expr]


@record(eq=False)
class PlannedSeq:
    """A group of nodes with a level of names."""

    body: "PlannedBody"


@record(eq=False)
class PlannedJoin:
    """An operator of the values of ``branches``."""

    operator: Operator
    branches: tuple["PlannedBranch", ...]


@record(eq=False)
class PlannedResidual:
    """body(x) + shortcut(x), or body(x) alone if ``skip`` is false."""

    loc: Loc
    body: "PlannedBranch"
    shortcut: "PlannedBranch"
    skip: Expr


@record(eq=False, kw_only=True)
class PlannedRepeat:
    """Copies of ``body``, an item or a group; ``spliced`` if it opens no level.

    ``row`` has the names of ``as``; ``columns`` is true if they are a list.
    """

    loc: Loc
    times: Expr | None
    over: Expr | None
    row: tuple[str, ...]
    columns: bool
    index: str
    names: tuple[str | Expr, ...] | None
    body: "PlannedNode | PlannedBody"
    spliced: bool


@record(eq=False)
class PlannedReuse:
    """An earlier node's module, applied again."""

    node: str


Operation: TypeAlias = (
    Operator
    | PlannedCall
    | PlannedSeq
    | PlannedJoin
    | PlannedResidual
    | PlannedRepeat
    | PlannedReuse
)


@record(eq=False, kw_only=True)
class PlannedNode:
    """A node at its place in a class.

    Attributes:
        operation: its operation.
        loc: its place in the spec.
        name: its name in a mapping or as a join's branch; None in a list.
        reads: the names of ``from``; empty if it reads the value before it.
        listed: whether ``from`` is a list.
        also: the names of further values that it reads, by the key of each.
        when: the condition under which it exists; None for always.
        only: the mode in which it acts; None for both modes.
        broken: whether a problem was reported; then it has no value.
        init: its own ``init``.
    """

    operation: Operation
    loc: Loc
    name: str | None
    reads: tuple[str, ...]
    listed: bool
    also: Mapping[str, str]
    when: Expr | None
    only: str | None
    broken: bool
    init: spec.Init


@record(eq=False)
class PlannedBody:
    """Items in order; ``named`` if written as a mapping."""

    loc: Loc
    items: tuple[PlannedNode, ...]
    named: bool


@record(eq=False)
class PlannedBranch:
    """A branch of a join; ``suffix`` is its name if it is a single item."""

    body: PlannedNode | PlannedBody
    suffix: str


@record(eq=False, kw_only=True)
class PlannedClass:
    """A block, or the network, ready to be unrolled."""

    name: str
    loc: Loc
    params: Mapping[str, spec.Param]
    let: Mapping[str, Expr]
    inputs: tuple[str, ...]
    body: PlannedBody
    outputs: Mapping[str, spec.Output]
    init: spec.Init
