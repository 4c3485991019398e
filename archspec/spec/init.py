"""Laws of initial tensors: ``init: {weight: he_normal, bias: zeros}``."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, cast

from pydantic_core import PydanticCustomError

from archspec.expr import Expr, ExprError
from archspec.ops.fields.kinds import read_scalar
from archspec.ops.fields.written import Json, either, number, pair
from archspec.record import record
from archspec.spec.faults import expression_fault, fault, spell, wrapped
from archspec.spec.fields import keyed
from archspec.spec.reads import Reads, Takes
from archspec.text.problems import suggest

INIT_WORDS = (
    *(
        f"{scheme}_{law}"
        for scheme in ("he", "xavier", "lecun")
        for law in ("normal", "uniform")
    ),
    "zeros",
    "ones",
)
_EXAMPLES = {
    "constant": "{constant: v}",
    "normal": "{normal: std}",
    "uniform": "{uniform: [a, b]}",
}
_COUNTS = {"constant": 1, "normal": 1, "uniform": 2}


@record
class Initializer:
    """The law of one initial tensor: a kind, and arguments that may be expressions."""

    kind: str
    args: tuple[Expr, ...] = ()


TENSORS = ("weight", "bias")  # the tensors with a choice of law

_SYNONYMS = {"kaiming": "he", "msra": "he", "glorot": "xavier"}


def _similar(word: str) -> str:
    for other, ours in _SYNONYMS.items():
        word = word.lower().replace(other, ours)
    return f"write {word}" if word in INIT_WORDS else suggest(word, INIT_WORDS)


def _initializer(written: Any) -> Initializer:
    if isinstance(written, Initializer):
        return written
    if isinstance(written, str) and written in INIT_WORDS:
        return Initializer(kind=written)
    known = wrapped(
        f"initialisers are: {', '.join((*INIT_WORDS, *_EXAMPLES.values()))}"
    )
    if not isinstance(written, Mapping):
        hint = _similar(written) if isinstance(written, str) else ""
        raise fault(f"unknown initialiser {spell(written)}", hint or known)
    items = cast(Mapping[Any, Any], written)
    if len(items) != 1:
        raise fault("an initialiser is a word or a mapping with one key", known)
    kind, value = next(iter(items.items()))
    if kind not in _COUNTS:
        hint = suggest(str(kind), _COUNTS) or known
        raise fault(f"unknown initialiser {str(kind)!r}", hint, key=str(kind))
    values: Any = [value] if _COUNTS[kind] == 1 else value
    if (
        not isinstance(values, (list, tuple))
        or len(cast(list[Any], values)) != _COUNTS[kind]
    ):
        help = f"write {_EXAMPLES[kind]}"
        raise fault(f"'{kind}' takes two numbers, got {spell(value)}", help, value=kind)
    try:
        args = tuple(read_scalar(item) for item in cast(list[Any], values))
    except ExprError as error:
        raise expression_fault(error) from None
    return Initializer(kind=kind, args=args)


_ARGUMENTS: dict[int, Json] = {1: number(), 2: pair(number())}
_KINDS: Json = {
    "type": "object",
    "properties": {kind: _ARGUMENTS[count] for kind, count in _COUNTS.items()},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}


def _tensor(name: str) -> PydanticCustomError | None:
    # Running statistics always start at 0 and 1: they are not trained.
    if name in TENSORS:
        return None
    help = suggest(name, TENSORS) or "'init' is for the weight and the bias"
    return fault(f"unknown tensor {name!r}", help, key=name)


_INITIALIZER = either({"enum": list(INIT_WORDS)}, _KINDS)
INIT: Json = {
    "type": "object",
    "properties": dict.fromkeys(TENSORS, _INITIALIZER),
    "additionalProperties": False,
}

AnInitializer = Annotated[Initializer, Reads(_initializer, _INITIALIZER)]
Init: TypeAlias = Annotated[
    dict[str, AnInitializer], keyed(_tensor), Takes({"$ref": "#/definitions/init"})
]
