"""Renaming by rules, in the given order."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

from archspec.weights.errors import refuse

Rules: TypeAlias = "Sequence[tuple[str | re.Pattern[str], str]]"
T = TypeVar("T")


def rule(text: str) -> tuple[re.Pattern[str], str]:
    """The rule ``REGEX=REPL``, split at its last ``=``.

    Raises ValueError if there is no ``=``, or if either side is invalid.
    """
    pattern, equals, replacement = text.rpartition("=")
    if not (pattern and equals):
        raise ValueError(f"{text!r} is not REGEX=REPL")
    try:
        compiled = re.compile(pattern)
        re.compile(f"{pattern}|").sub(replacement, "")  # reads the replacement too
    except (re.error, IndexError) as error:
        raise ValueError(f"in {text!r}: {error}") from None
    return compiled, replacement


def rename(name: str, rules: Rules) -> str:
    """``name`` after each of ``rules``, in turn."""
    for pattern, replacement in rules:
        name = re.sub(pattern, replacement, name)
    return name


def renamed(tensors: Mapping[str, T], rules: Rules, path: str) -> dict[str, T]:
    """``tensors`` with every rule applied to every name, as ``re.sub`` does.

    Raises WeightsError if two tensors would get the same name.
    """
    result: dict[str, T] = {}
    origin: dict[str, str] = {}
    for old, tensor in tensors.items():
        name = rename(old, rules)
        if name in result:
            refuse(f"{path}: {origin[name]!r} and {old!r} are both renamed to {name!r}")
        result[name], origin[name] = tensor, old
    return result
