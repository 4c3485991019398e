"""Params: arguments of the emitted classes."""

from typing import Annotated, Any, cast

from archspec.ops.fields.written import either
from archspec.record import record
from archspec.spec.faults import fault, spell
from archspec.spec.reads import Reads
from archspec.spec.written import LIST

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


@record
class Param:
    """A param: its type, and its default unless it is required."""

    type: str
    default: Any = None
    required: bool = False


def type_of(value: Any) -> str | None:
    """The param type of a literal value; None if it has none."""
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
        raise fault("the type of an empty list is unknown", help)
    if written is None:
        raise fault("a param needs a default, or a type such as 'int'", _PARAM_HELP)
    kind = type_of(written)
    if kind is None and isinstance(written, (list, tuple)):
        help = "write only numbers, only words or only true and false"
        raise fault("the items of this list have different types", help)
    if kind is None:
        raise fault(f"{spell(written)} cannot be the default of a param", _PARAM_HELP)
    return Param(type=kind, default=written)


def _is_single(written: Any) -> bool:
    return isinstance(written, list) and len(cast(list[Any], written)) == 1


_PARAM = either(
    {"enum": list(PARAM_TYPES)},
    {"type": ["number", "boolean", "string"], "not": {"enum": list(_OTHER_TYPES)}},
    LIST,
)

AParam = Annotated[Param, Reads(read_param, _PARAM)]
