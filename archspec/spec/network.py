"""Blocks and networks: params, bodies, inputs and outputs."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, cast

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from archspec.expr import Expr, ExprError
from archspec.ops.kinds import COUNT
from archspec.record import record
from archspec.spec.base import Mode, read_source
from archspec.spec.faults import (
    collected,
    details,
    expression_fault,
    fault,
    nested,
    spell,
)
from archspec.spec.fields import (
    ANY_VALUE,
    Expression,
    Strict,
    check_name,
    key_errors,
    keyed,
    literal,
    named,
)
from archspec.spec.init import Init
from archspec.spec.nodes import ABody
from archspec.spec.reads import TEXT, Reads
from archspec.spec.reserved import reserved_class
from archspec.text.tree import Tree

PARAM_TYPES = ("int", "float", "bool", "str", "[int]", "[float]", "[bool]", "[str]")
_OTHER_TYPES = {
    "integer": "int",
    "number": "float",
    "double": "float",
    "boolean": "bool",
    "string": "str",
    "text": "str",
    "list": "[int]",
}
_PARAM_HELP = (
    "a param is an int, float, bool, str or list: its default, or 'int' if required"
)


class Output(Strict):
    """A named output: the node it reads, and the mode in which it exists."""

    WHAT: ClassVar[str] = "an output"

    from_: Annotated[str, Reads(read_source, TEXT)] = Field(alias="from")
    only: Mode | None = None


def output(from_: str, only: Literal["train", "inference"] | None = None) -> Output:
    """The output that reads node ``from_``. Raises pydantic.ValidationError."""
    return Output.model_validate({"from": from_, "only": only})


def _output(written: Any) -> Any:
    return {"from": written} if isinstance(written, str) else written


@record
class Param:
    """A param: its type, and its default unless it is required."""

    type: str
    default: Any = None
    required: bool = False


def type_of(value: Any) -> str | None:
    """The param type of a literal value, None where there is none."""
    if isinstance(value, (list, tuple)):
        kinds = {type_of(item) for item in cast(list[Any], value)}
        if kinds == {"int", "float"}:
            return "[float]"
        return f"[{kinds.pop()}]" if len(kinds) == 1 and None not in kinds else None
    kind = cast(type[object], type(value)).__name__
    return kind if kind in PARAM_TYPES else None


def read_param(written: Any) -> Param:
    """A param from its default, its type, or itself. Raises PydanticCustomError."""
    if isinstance(written, Param):
        return written
    text = f"[{written[0]}]" if _is_single(written) else written
    if isinstance(text, str) and text in PARAM_TYPES:
        return Param(type=text, required=True)
    if isinstance(text, str) and text in _OTHER_TYPES:
        raise fault(f"unknown type {text!r}", f"did you mean '{_OTHER_TYPES[text]}'?")
    if isinstance(written, (list, tuple)) and not written:
        help = "write [int] for a required list of whole numbers"
        raise fault("the type of an empty list is not known", help)
    if written is None:
        raise fault("a param needs a default, or a type such as 'int'", _PARAM_HELP)
    kind = type_of(written)
    if kind is None:
        raise fault(f"{spell(written)} cannot be the default of a param", _PARAM_HELP)
    return Param(type=kind, default=written)


def _is_single(written: Any) -> bool:
    return isinstance(written, list) and len(cast(list[Any], written)) == 1


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
    reason = reserved_class(name)
    return (
        fault(f"the name {name!r} is reserved: it is {reason}", key=name)
        if reason
        else None
    )


def _network_name(written: Any) -> str:
    if not isinstance(written, str) or not (
        written.isidentifier() and written.isascii()
    ):
        help = "it becomes the name of a class: use letters, digits and '_'"
        raise fault(f"{spell(written)} cannot be the name of a network", help)
    reason = reserved_class(written)
    if reason:
        raise fault(f"the name {written!r} is reserved: it is {reason}")
    return written


def _block_inputs(written: Any) -> list[str]:
    if not isinstance(written, (list, tuple)) or not written:
        raise fault(
            f"expected a list of names, got {spell(written)}", "write [x, skip]"
        )
    names = cast(list[Any], written)
    for name in names:
        message = check_name(str(name), "input")
        if message:
            raise fault(message)
        if names.count(name) > 1:
            raise fault(f"two inputs are called {name!r}")
    return [str(name) for name in names]


_NAMES = {"items": TEXT, "type": "array"}


# --- definitions -------------------------------------------------------------------

AParam = Annotated[Param, Reads(read_param, ANY_VALUE)]
AnOutput = Annotated[Output, BeforeValidator(_output)]


class Definition(Strict):
    """What a block and a network share."""

    doc: str = ""
    params: Annotated[dict[str, AParam], keyed(named("param"))] = {}
    let: Annotated[dict[str, Expression], keyed(named("let value"))] = {}
    body: ABody
    outputs: Annotated[dict[str, AnOutput], keyed(named("output"))] = {}
    init: Init = {}

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs, in order."""
        raise NotImplementedError


class Block(Definition):
    """A reusable part: a class of the emitted file."""

    WHAT: ClassVar[str] = "a block"

    inputs: Annotated[list[str], Reads(_block_inputs, _NAMES)] = ["x"]

    @property
    def input_names(self) -> list[str]:
        return list(self.inputs)


Sizes: TypeAlias = tuple[Expr, ...]  # (channels, height, width) or (features,)
_BATCH = "the batch axis is implicit"
_SHAPES = "expected [channels, height, width] or [features]"


def _sizes(written: Any) -> Sizes:
    if not isinstance(written, (list, tuple)):
        raise fault(f"{_SHAPES}, got {spell(written)}", _BATCH)
    sizes = cast(list[Any], written)
    if len(sizes) not in (1, 3):
        raise fault(f"{_SHAPES}, got {len(sizes)} sizes", _BATCH)
    exprs: list[Expr] = []
    errors: list[InitErrorDetails] = []
    for number, size in enumerate(sizes):
        try:
            exprs.append(_size(size))
        except PydanticCustomError as error:
            errors.append(details(error, (number,)))
    if errors:
        raise collected("input", errors)
    return tuple(exprs)


def _size(written: Any) -> Expr:
    try:
        expr = COUNT.read(written)
    except ExprError as error:
        raise expression_fault(error) from None
    if literal(expr):
        message = COUNT.check(COUNT.canonical(expr, lambda _: False))
        if message:
            raise fault(
                f"every size of the input is {COUNT.name}, got {spell(written)}"
            )
    return expr


def _inputs(written: Any) -> dict[str, Sizes]:
    if not isinstance(written, Mapping):
        return {"x": _sizes(written)}
    shaped = cast(Mapping[Any, Any], written)
    if not shaped:
        raise fault("a network has at least one input", "write input: [3, 224, 224]")
    errors = key_errors(written, named("input"))
    shapes: dict[str, Sizes] = {}
    for name, shape in shaped.items():
        try:
            shapes[str(name)] = _sizes(shape)
        except PydanticCustomError as error:
            errors.append(details(error, (str(name),)))
        except ValidationError as error:
            errors += nested(error, (str(name),))
    if errors:
        raise collected("input", errors)
    return shapes


def _version(written: Any) -> Literal[1]:
    if type(written) is not int or written != 1:
        raise fault(f"unknown language version {spell(written)}", "write archspec: 1")
    return 1


Inputs = Annotated[dict[str, Sizes], Reads(_inputs, {"type": ["object", "array"]})]


class Network(Definition):
    """A network: one file."""

    WHAT: ClassVar[str] = "the network"

    archspec: Annotated[
        Literal[1], Reads(_version, {"const": 1, "type": "integer"})
    ] = 1
    name: Annotated[str, Reads(_network_name, TEXT)]
    input: Inputs
    blocks: Annotated[dict[str, Block], keyed(_block_name)] = {}
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
        """The text the network was read from, None if it was written in Python."""
        return self._tree

    def at(self, tree: Tree) -> "Network":
        """This network, with positions taken from ``tree``."""
        self._tree = tree
        return self
