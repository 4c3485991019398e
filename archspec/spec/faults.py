"""Errors in data, in archspec's words instead of Pydantic's.

Every model of the format explains its own errors, so a network written in Python and
one read from a file get the same messages; the reader only adds positions.
"""

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from archspec.expr import ExprError
from archspec.spec.foreign.keys import key_meaning
from archspec.text.problems import MAX_PROBLEMS, suggest

T = TypeVar("T")
Loc: TypeAlias = tuple[
    int | str, ...
]  # a place in the data: ("body", "conv1", "kernel")

_EXPECTED = {
    "string_type": "a text",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "bool_type": "true or false",
}


def fault(
    message: str, help: str = "", *, key: str = "", value: str = "", word: str = ""
) -> PydanticCustomError:
    """A validation error in archspec's words.

    Args:
        message: the mistake.
        help: the correction.
        key: the wrong key, if a key of the data is wrong.
        value: the key of the wrong value, if only one value is wrong.
        word: a misspelt name, if only the reader knows the candidates.
    """
    context = {"text": message, "help": help, "key": key, "value": value, "word": word}
    return PydanticCustomError("spec", "{text}", context)


def expression_fault(error: ExprError) -> PydanticCustomError:
    """A validation error from a bad expression; it keeps the offset in the text."""
    context = {"offset": error.offset, "length": error.length, "help": error.help}
    return PydanticCustomError("expr", "{text}", {"text": error.message, **context})


def details(error: PydanticCustomError, loc: Loc = ()) -> InitErrorDetails:
    """``error`` at ``loc``, as ``collected`` takes it."""
    return InitErrorDetails(type=error, loc=loc, input=None)


def nested(error: ValidationError, loc: Loc) -> list[InitErrorDetails]:
    """The errors of a part at ``loc``, as errors of the whole."""
    return [
        details(_again(item), (*loc, *item["loc"]))
        for item in error.errors(include_url=False, include_input=False)
    ]


def collected(title: str, errors: list[InitErrorDetails]) -> ValidationError:
    """Several validation errors as one."""
    return ValidationError.from_exception_data(title, errors)


def read_each(
    items: Iterable[tuple[str | int, Any]],
    read: Callable[[Any], T],
    title: str,
    errors: Sequence[InitErrorDetails] = (),
) -> list[T]:
    """The results of ``read`` for each item of a list or a mapping.

    Raises:
        pydantic.ValidationError: ``errors``, and the errors of items, each with its key.
    """
    found: list[T] = []
    wrong = list(errors)
    for key, item in items:
        if len(wrong) > MAX_PROBLEMS:
            break
        try:
            found.append(read(item))
        except PydanticCustomError as error:
            wrong.append(details(error, (key,)))
        except ValidationError as error:
            wrong += nested(error, (key,))
    if wrong:
        raise collected(title, wrong)
    return found


def explain(
    error: ValidationError, subject: str, fields: Iterable[str]
) -> ValidationError:
    """``error`` of one model in archspec's words.

    Args:
        error: the error that Pydantic raised.
        subject: the thing that was read, for the message: "'conv'", "a block".
        fields: its keys.
    """
    known = list(fields)
    meant: set[str] = set()  # missing keys that a misspelt key stands for
    missing: list[str] = []
    lines: list[InitErrorDetails] = []
    for item in error.errors(include_url=False):
        if len(lines) > MAX_PROBLEMS:
            break
        loc, kind = item["loc"], item["type"]
        if kind == "expr" and _torn(item):
            key = str(loc[-1])
            lines.append(details(fault(f"unknown key {key!r} of {subject}", key=key)))
        elif kind in ("spec", "expr"):
            lines.append(details(_again(item), loc))
        elif kind == "missing":
            missing.append(str(loc[-1]))
        elif kind in ("extra_forbidden", "invalid_key"):
            key = str(loc[-1])
            foreign = subject.startswith("'") and key_meaning(
                subject.strip("'"), key, known
            )
            help = foreign or suggest(key, known)
            meant |= {name for name in known if f"'{name}'" in help}
            help = help or wrapped(f"{subject} has the keys {', '.join(known)}")
            lines.append(
                details(fault(f"unknown key {key!r} of {subject}", help, key=key))
            )
        else:
            lines.append(details(fault(_expected(item)), loc))
    missing = [name for name in missing if name not in meant]
    if missing:
        names = " and ".join(f"'{name}'" for name in missing)
        noun = "key" if len(missing) == 1 else "keys"
        example = ", ".join(f"{name}: ..." for name in missing)
        op = f"op: {subject[1:-1]}, " if subject.startswith("'") else ""
        help = f"write {{{op}{example}}}" if op else f"add {example}"
        message = f"{subject} needs the {noun} {names}"
        lines.append(details(fault(message, help, value="op")))
    return collected(error.title, lines)


def _torn(item: ErrorDetails) -> bool:
    """Whether a key without a value is the tail of an expression, not an argument."""
    key = str(item["loc"][-1]) if len(item["loc"]) == 1 else ""
    return bool(key) and item["input"] is None and not key.isidentifier()


def wrapped(text: str) -> str:
    """A long listing, wrapped to the width of a terminal."""
    return textwrap.fill(text, 80, break_on_hyphens=False)


def spell(written: Any) -> str:
    """Data in a message, shortened."""
    if written is None:
        return "nothing"
    if isinstance(written, bool):
        return str(written).lower()
    if isinstance(written, Mapping):
        return "a mapping"
    if isinstance(written, (list, tuple)):
        return "a list" if cast(list[Any], written) else "an empty list"
    text = repr(written)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _again(item: ErrorDetails) -> PydanticCustomError:
    return PydanticCustomError(cast(Any, item["type"]), "{text}", item.get("ctx", {}))


def _expected(item: ErrorDetails) -> str:
    context = item.get("ctx", {})
    wanted = _EXPECTED.get(item["type"]) or context.get("expected")
    got = spell(item["input"])
    return f"expected {wanted}, got {got}" if wanted else f"{item['msg']}, got {got}"
