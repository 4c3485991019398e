"""The values of YAML scalars, by the core schema of YAML 1.2."""

import re
from functools import lru_cache
from typing import TypeAlias

ScalarValue: TypeAlias = bool | int | float | str | None

MAX_DIGITS = 200  # a float has at most 309, and int() refuses thousands

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_FIRST = frozenset("nN~tTfF+-.0123456789")  # of scalars that are not plain text
_BASES = {"0o": 8, "0x": 16}
_TYPES = {"null": type(None), "bool": bool, "int": int, "float": float}


@lru_cache(1024)  # a spec repeats the same few words
def resolve(text: str) -> ScalarValue:
    """The value of a plain scalar.

    Raises ValueError, with a message for the user, for a number with too many digits.
    """
    if text and text[0] not in _FIRST:
        return text
    if _NULL.fullmatch(text):
        return None
    if word := _BOOL.fullmatch(text):
        return word[1] is not None
    if _INT.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(f"a number of more than {MAX_DIGITS} digits")
        return int(text, _BASES.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def resolve_as(kind: str, text: str) -> ScalarValue:
    """The value of a scalar with an explicit core tag such as ``!!int``.

    Raises ValueError if the text is not of that type.
    """
    if kind == "str":
        return text
    value = resolve(text)
    if kind == "float" and type(value) is int:
        return float(value)
    if type(value) is not _TYPES.get(kind):
        raise ValueError(f"'{text}' is not of the type !!{kind}")
    return value
