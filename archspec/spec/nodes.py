"""The nodes of a body: operators, block calls, joins, groups, repeats and reuse."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import ConfigDict, Field, model_validator
from typing_extensions import Self

from archspec.expr import Const, constant
from archspec.ops import OP_BY_NAME, Op
from archspec.spec.base import (
    BlockCall,
    LikeNode,
    Node,
    OpNode,
    op_node_type,
    read_source,
)
from archspec.spec.faults import fault, read_each, spell
from archspec.spec.fields import (
    Count,
    Rows,
    Scalar,
    Template,
    key_errors,
    named,
    read_index,
    read_row,
)
from archspec.spec.foreign.operators import meaning
from archspec.spec.reads import Reads
from archspec.spec.written import (
    BODY,
    BRANCH,
    BRANCHES,
    COUNTED,
    NAME,
    NAME_OR_NAMES,
    SOURCE,
)
from archspec.text.problems import suggest


def to_node(written: Any) -> Node:
    """A node from a node, a bare name or a mapping with the key ``op``.

    Raises:
        PydanticCustomError: it is none of these.
        pydantic.ValidationError: its keys or values are wrong.
    """
    if isinstance(written, Node):
        return written
    if isinstance(written, str):
        return _bare(written)
    if isinstance(written, Mapping):
        items = dict(cast(Mapping[Any, Any], written))
        if isinstance(items.get("op"), str):
            return node_type(items["op"]).model_validate(items)
        if isinstance(items.get("op"), Mapping):
            raise fault("no child may be called 'op'", _OP_HELP, key="op")
        if "op" in items:
            message = (
                f"expected the name of an operator or a block, got {spell(items['op'])}"
            )
            raise fault(message, value="op")
        names = ", ".join(repr(str(key)) for key in list(items)[:3])
        help = "add the key 'op'; a group of named nodes is {op: seq, body: {...}}"
        raise fault(f"a node needs the key 'op', but has {names or 'no keys'}", help)
    raise fault(f"expected a node, got {spell(written)}", _NODE_HELP)


@lru_cache(256)
def _bare(op: str) -> Node:
    """The node of a bare name, the same object for every use."""
    return node_type(op).model_validate({"op": op})


_NODE_HELP = "a node is a name such as 'relu', or a mapping with the key 'op'"
_PAIRS = "write a node for each pair of values"
_OP_HELP = "a mapping with the key 'op' is a node; give the child another name"


def to_body(written: Any) -> "Body":
    """A body: an ordered mapping of nodes, a list of nodes, or nothing.

    Raises:
        PydanticCustomError: it is neither a mapping nor a list.
        pydantic.ValidationError: errors of its nodes, each with its key.
    """
    if isinstance(written, (list, tuple)):
        return read_each(enumerate(cast(list[Any], written)), to_node, "body")
    if isinstance(written, Mapping):
        items = {
            str(key): item for key, item in cast(Mapping[Any, Any], written).items()
        }
        if isinstance(items.get("op"), Mapping):
            raise fault("no child may be called 'op'", _OP_HELP, key="op")
        if "op" in items:
            help = "a mapping with the key 'op' is one node: write it as a list, [{op: ...}]"
            raise fault("expected a body, got a single node", help)
        if not items:
            raise fault("an empty mapping is not a body", "write [] for the identity")
        nodes = read_each(
            items.items(), to_node, "body", key_errors(items, named("node"))
        )
        return dict(zip(items, nodes, strict=True))
    help = "a body is a mapping of named nodes, a list of nodes, or []"
    raise fault(f"expected a body, got {spell(written)}", help)


def to_branch(written: Any) -> "Branch":
    """A branch: a body, or a single node. Raises what ``to_body`` raises."""
    single = isinstance(written, (Node, str)) or (
        isinstance(written, Mapping) and "op" in written
    )
    return to_node(written) if single else to_body(written)


def _branches(written: Any) -> "list[Branch]":
    if not isinstance(written, (list, tuple)):
        help = "for example branches: [[], {conv: {...}}]"
        raise fault(f"expected a list of branches, got {spell(written)}", help)
    items = enumerate(cast(list[Any], written))
    return read_each(items, to_branch, "branches")


Body: TypeAlias = dict[str, Node] | list[Node]
Branch: TypeAlias = Node | dict[str, Node] | list[Node]

ABody = Annotated[Body, Reads(to_body, BODY)]
ABranch = Annotated[Branch, Reads(to_branch, BRANCH)]
Branches = Annotated[list[Branch], Reads(_branches, BRANCHES)]


class Residual(Node):
    """body(x) + shortcut(x), or body(x) alone if ``skip`` is false.

    Attributes:
        body: the branch to which the shortcut is added.
        shortcut: the other branch. Default: [], the input itself.
        skip: a condition; if it is false, there is no shortcut, and the value is that
            of the body. Default: true.
    """

    op: Literal["residual"] = "residual"  # pyright: ignore
    body: ABranch
    shortcut: ABranch = []
    skip: Scalar = Field(
        default_factory=lambda: Const(True), json_schema_extra={"default": True}
    )


class Join(OpNode):
    """Base of the nodes of operators of several inputs: branches, or earlier nodes.

    Attributes:
        branches: at least two branches, each of which reads the input of the join;
            alternatively, ``from`` names several nodes.
    """

    branches: Branches | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        listed = isinstance(self.from_, list)
        if self.branches is None and not listed:
            help = "for example branches: [[], {conv: {...}}] or from: [a, b]"
            raise fault(
                f"'{self.op}' needs 'branches' or 'from: [a, b]'", help, value="op"
            )
        if self.branches is not None and listed:
            help = "'branches' read one value: write from: name"
            message = "'branches' and a list of 'from' exclude each other"
            raise fault(message, help, key="from")
        given = self.sources if self.branches is None else self.branches
        self._enough(len(given), "from" if listed else "branches")
        return self

    def _enough(self, given: int, key: str) -> None:
        exact = OP_BY_NAME[self.op].INPUTS
        if given == (exact or max(given, 2)):
            return
        several = "exactly two" if exact else "at least two"
        noun, other = ("nodes", "'input'") if key == "from" else ("branches", "[]")
        help = f"the other one may be {other}" if given < 2 else _PAIRS
        message = f"'{self.op}' joins {several} {noun}, got {given}"
        raise fault(message, help, value=key)


class Seq(Node):
    """A named or numbered group of nodes: a level of names.

    Attributes:
        body: the nodes.
    """

    op: Literal["seq"] = "seq"  # pyright: ignore
    body: ABody


class Repeat(Node):
    """Copies of a body, one after the other.

    Attributes:
        times: the number of copies, at least 1.
        over: a list with a row for each copy, such as ``[[64, 1], [128, 2]]``.
        as: the names of the columns of ``over``, or one name for a whole row.
        index: the name of the number of the copy, from 0. Default: i.
        names: the names of the copies, such as ``layer{i + 1}``. Default: their
            numbers.
        body: the body of each copy, or a single node, which then is the copy.
    """

    model_config = ConfigDict(json_schema_extra=COUNTED)

    op: Literal["repeat"] = "repeat"  # pyright: ignore
    times: Count | None = None
    over: Rows | None = None
    as_: Annotated[str | list[str], Reads(read_row, NAME_OR_NAMES)] | None = Field(
        None, alias="as"
    )
    index: Annotated[str, Reads(read_index, NAME)] = "i"
    names: Template | None = None
    body: ABranch

    @model_validator(mode="after")
    def _one_count(self) -> Self:
        if (self.times is None) == (self.over is None):
            help = (
                "write times: 3, or over: [[64, 1], [128, 2]] with as: [width, stride]"
            )
            raise fault("'repeat' takes either 'times' or 'over'", help, value="op")
        if (self.over is None) != (self.as_ is None):
            help = "for example over: [[64, 1], [128, 2]], as: [width, stride]"
            key = "as" if self.over is None else "over"
            raise fault("'over' and 'as' go together", help, key=key)
        if self.index in self.row_names:
            message = f"{self.index!r} names both the index and a column"
            raise fault(message, "rename one: index: k renames the index", value="as")
        least = constant(self.times) if self.times is not None else 1
        if isinstance(least, (bool, float, str)) or (
            isinstance(least, int) and least < 1
        ):
            help = "use 'when' on the repeat to leave it out"
            raise fault(
                f"a repeat needs at least one copy, got {spell(least)}",
                help,
                value="times",
            )
        return self

    @property
    def row_names(self) -> list[str]:
        """The names of ``as``; a single word names the whole row."""
        return [self.as_] if isinstance(self.as_, str) else list(self.as_ or ())


class Reuse(Node):
    """An earlier node's module, with its weights, applied again.

    Attributes:
        node: the name of that node.
    """

    op: Literal["reuse"] = "reuse"  # pyright: ignore
    node: Annotated[str, Reads(read_source, SOURCE)]


STRUCTURE: dict[str, type[Node]] = {
    "residual": Residual,
    "seq": Seq,
    "repeat": Repeat,
    "reuse": Reuse,
}
OPERATORS: tuple[str, ...] = (*OP_BY_NAME, *STRUCTURE)


def base_of(op: type[Op]) -> type[OpNode]:
    """The model of the keys of an operator's nodes that are not its fields."""
    if op.LIKE:
        return LikeNode
    return OpNode if op.INPUTS == 1 else Join


@cache
def node_type(op: str) -> type[Node]:
    """The model of nodes ``{op: ...}``; a capitalised name is a block call.

    Raises:
        PydanticCustomError: no operator has that name.
    """
    if op in STRUCTURE:
        return STRUCTURE[op]
    if op in OP_BY_NAME:
        return op_node_type(op, base_of(OP_BY_NAME[op]))
    if op[:1].isupper():
        return BlockCall
    help = meaning(op) or suggest(op, OPERATORS)
    raise fault(f"unknown operator {op!r}", help, value="op", word=op)
