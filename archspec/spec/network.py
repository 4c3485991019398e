"""Blocks and networks: params, bodies, inputs and outputs."""

from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
)
from pydantic_core import PydanticCustomError

from archspec.spec.base import Mode, read_part
from archspec.spec.faults import (
    fault,
    spell,
)
from archspec.spec.fields import (
    Expression,
    Strict,
    check_name,
    keyed,
    named,
)
from archspec.spec.init import Init
from archspec.spec.lints import Allowed
from archspec.spec.nodes import ABody
from archspec.spec.params import AParam
from archspec.spec.reads import Reads, Takes
from archspec.spec.reserved import reserved_class
from archspec.spec.shapes import Inputs
from archspec.spec.written import (
    BLOCK_KEYS,
    KEYS,
    NAME,
    NAMES,
    NODE_KEYS,
    PART,
)
from archspec.text.tree import Tree


class Output(Strict):
    """A named output: the node it reads, and the mode in which it exists.

    Attributes:
        from: the name of a node, or the path of a part of a seq, such as
            ``features.3``.
        only: the mode it exists in. Default: both.
    """

    SUBJECT: ClassVar[str] = "an output"

    from_: Annotated[str, Reads(read_part, PART)] = Field(alias="from")
    only: Mode | None = None


def output(from_: str, only: Literal["train", "inference"] | None = None) -> Output:
    """The output that reads node ``from_``. Raises pydantic.ValidationError."""
    return Output.model_validate({"from": from_, "only": only})


def _output(written: Any) -> Any:
    return {"from": written} if isinstance(written, str) else written


# --- names -------------------------------------------------------------------------


def _block_name(name: str) -> PydanticCustomError | None:
    if not name[:1].isupper():
        capital = f"{name[:1].upper()}{name[1:]}"
        help = (
            f"write {capital}: lower-case names are operators"
            if capital.isidentifier()
            else ""
        )
        message = f"the name of a block starts with a capital letter, got {name!r}"
        return fault(message, help, key=name)
    if not (name.isidentifier() and name.isascii()):
        message = f"{name!r} cannot be the name of a class"
        return fault(message, "use letters, digits and '_'", key=name)
    if reason := reserved_class(name):
        message = f"the name {name!r} is reserved: it is {reason}"
        return fault(message, "use another name", key=name)
    return None


def _network_name(written: Any) -> str:
    if not isinstance(written, str) or not (
        written.isidentifier() and written.isascii()
    ):
        help = "it becomes the name of a class: use letters, digits and '_'"
        raise fault(f"{spell(written)} cannot be the name of a network", help)
    reason = reserved_class(written)
    if reason:
        message = f"the name {written!r} is reserved: it is {reason}"
        raise fault(message, "use another name")
    return written


def _block_inputs(written: Any) -> list[str]:
    if not isinstance(written, (list, tuple)) or not written:
        raise fault(
            f"expected a list of names, got {spell(written)}", "for example [x, skip]"
        )
    names = cast(list[Any], written)
    for name in names:
        message = check_name(str(name), "input")
        if message:
            raise fault(message)
        if names.count(name) > 1:
            raise fault(f"two inputs are called {name!r}")
    return [str(name) for name in names]


# --- definitions -------------------------------------------------------------------

AnOutput = Annotated[Output, BeforeValidator(_output)]


class Definition(Strict):
    """The common base of a block and a network.

    Attributes:
        doc: one sentence or more that become the docstring of the class.
        params: arguments of the constructor, each with its default, or with its type
            (``int``, ``float``, ``bool``, ``str``, ``[int]``, ...) if it must be given.
        let: values computed from params, in order; each sees those before it.
        body: the nodes.
        outputs: the returned values, by name. Default: the last node's.
        init: the laws of the weights and biases of its conv, conv_transpose and dense
            nodes. Default: each framework's own.
    """

    doc: str = ""
    params: Annotated[dict[str, AParam], keyed(named("param")), Takes(KEYS)] = {}
    let: Annotated[dict[str, Expression], keyed(named("let value")), Takes(KEYS)] = {}
    body: ABody
    outputs: Annotated[
        dict[str, AnOutput], keyed(named("output")), Takes(NODE_KEYS)
    ] = {}
    init: Init = {}

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs, in order."""
        raise NotImplementedError


class Block(Definition):
    """A reusable part: a class of the emitted file.

    Attributes:
        inputs: the names of its inputs. Default: [x].
    """

    SUBJECT: ClassVar[str] = "a block"

    inputs: Annotated[list[str], Reads(_block_inputs, NAMES)] = ["x"]

    @property
    def input_names(self) -> list[str]:
        return list(self.inputs)


def _version(written: Any) -> Literal[1]:
    if type(written) is not int or written != 1:
        raise fault(f"unknown language version {spell(written)}", "write archspec: 1")
    return 1


class Network(Definition):
    """A network: one file.

    Attributes:
        archspec: the version of the language.
        name: the name of the network, and of the class that is emitted.
        input: the shape of the input without the batch axis, ``[channels, height,
            width]`` or ``[features]``; for several inputs, their names with their
            shapes.
        blocks: parts that are used more than once, by name; each becomes a class.
        allow: the warnings of ``archspec check`` to turn off, such as
            ``[conv-bias]``.
    """

    SUBJECT: ClassVar[str] = "the network"

    archspec: Annotated[
        Literal[1], Reads(_version, {"const": 1, "type": "integer"})
    ] = 1
    name: Annotated[str, Reads(_network_name, NAME)]
    input: Inputs
    blocks: Annotated[dict[str, Block], keyed(_block_name), Takes(BLOCK_KEYS)] = {}
    allow: Allowed = []
    _tree: Tree | None = PrivateAttr(None)

    @classmethod
    def written_keys(cls) -> list[str]:
        first = [
            "archspec",
            "extends",
            "name",
            "doc",
            "input",
            "params",
            "let",
            "blocks",
        ]
        return [*first, *(key for key in super().written_keys() if key not in first)]

    @property
    def input_names(self) -> list[str]:
        return list(self.input)

    @property
    def tree(self) -> Tree | None:
        """The tree that the network was read from; None if it was written in Python."""
        return self._tree

    def at(self, tree: Tree | None) -> "Network":
        """This network, with positions taken from ``tree``; None for no positions."""
        self._tree = tree
        return self
