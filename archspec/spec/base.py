"""The base of all nodes, and the two kinds of node without inner nodes."""

import re
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import ConfigDict, Field, create_model

from archspec.expr import Expr
from archspec.ops import OP_BY_NAME
from archspec.spec.faults import fault, read_each, spell
from archspec.spec.fields import Expression, Scalar, Strict, field_type
from archspec.spec.init import Init
from archspec.spec.reads import Reads
from archspec.spec.reserved import NODE_KEYS
from archspec.spec.written import MODE, PART, SOURCES
from archspec.text.problems import suggest

_SOURCE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*\Z")
_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\Z")


def read_source(written: Any) -> str:
    """The name of a node (``conv1``), or of an output of a call (``fpn.p2``)."""
    if not isinstance(written, str):
        raise fault(f"expected the name of an earlier node, got {spell(written)}")
    if not _SOURCE.match(written):
        help = "write the name of an earlier node, 'input', or 'call.output'"
        raise fault(f"{written!r} does not name a node", help)
    return written


def read_part(written: Any) -> str:
    """The same, or the path of a part of a seq (``features.3``)."""
    if isinstance(written, str) and _PART.match(written):
        return written
    return read_source(written)


def _sources(written: Any) -> str | list[str]:
    if not isinstance(written, (list, tuple)):
        return read_part(written)
    names = read_each(enumerate(cast(list[Any], written)), read_part, "from")
    if not names:
        raise fault("an empty list names no node", "write from: name, or from: [a, b]")
    return names


def _only(written: Any) -> Any:
    if written in ("train", "inference"):
        return written
    hint = suggest(written, ("train", "inference")) if isinstance(written, str) else ""
    raise fault(f"expected 'train' or 'inference', got {spell(written)}", hint)


Mode = Annotated[Literal["train", "inference"], Reads(_only, MODE)]
Sources = Annotated[str | list[str], Reads(_sources, SOURCES)]


class Node(Strict):
    """The keys of every node: its source, and the conditions under which it acts.

    Attributes:
        op: the operator; with a capital letter, the block that is called.
        from: the source to read instead of the node before it: the name of an earlier
            node, ``input``, ``call.output``, or a part of a seq; a list of these for a join, or for a
            block with several inputs.
        when: a condition, such as ``stride != 1``; if it is false, the node passes
            its input on. Default: true.
        only: the mode it acts in; in the other one it passes its input on. Default:
            both.
        init: the laws of its initial tensors, by name. Default: the laws of the block or
            the file, or else each framework's own.
    """

    op: str
    from_: Sources | None = Field(None, alias="from")
    when: Scalar | None = None
    only: Mode | None = None
    init: Init = {}

    @classmethod
    def written_keys(cls) -> list[str]:
        own, common = super().written_keys(), list(NODE_KEYS)
        return [key for key in own if key not in common] + common

    @property
    def sources(self) -> list[str]:
        """The names of ``from`` as a list; empty if it reads the node before it."""
        given = self.from_
        return [given] if isinstance(given, str) else [*given] if given else []

    @property
    def also(self) -> dict[str, str]:
        """The names of further values that it reads, by the key of each."""
        return {}


class BlockCall(Node):
    """A call of a block; its other keys are the block's arguments."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Expression] = Field(init=False)  # pyright: ignore

    @property
    def args(self) -> dict[str, Expr]:
        """The arguments as written, by name."""
        return dict(self.__pydantic_extra__)


class OpNode(Node):
    """Base of the nodes of operators: their fields are expressions."""

    @property
    def fields(self) -> dict[str, Expr]:  # pyright: ignore
        """The fields that were written, by name."""
        written = self.model_fields_set
        return {name: getattr(self, name) for name in self._own() if name in written}

    @classmethod
    @cache
    def _own(cls) -> tuple[str, ...]:
        base = cls.__base__  # without the fields of the operator
        common = base.model_fields if base and issubclass(base, OpNode) else {}
        return tuple(name for name in cls.model_fields if name not in common)


class LikeNode(OpNode):
    """Base of the nodes of operators that can give a value the sides of another one.

    Attributes:
        like: the earlier node, or ``input``, whose sides the output gets. Default: none.
    """

    like: Annotated[str, Reads(read_part, PART)] | None = None

    @property
    def also(self) -> dict[str, str]:
        return {} if self.like is None else {"like": self.like}


def op_node_type(op: str, base: type[OpNode]) -> type[OpNode]:
    """The model of the nodes of an operator: ``base`` with its fields."""
    fields: dict[str, Any] = {"op": (Literal[op], op)}  # pyright: ignore
    for field in OP_BY_NAME[op].fields():
        default = ... if field.required else None
        described = Field(default, description=field.doc)
        fields[field.name] = (field_type(field.kind), described)
    return create_model(OP_BY_NAME[op].__name__, __base__=base, **fields)
