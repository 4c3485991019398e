"""Describes the return value of a network, which may be anything."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

SHOWN = 4  # parts listed
DEEP = 3  # levels of parts


def outline(value: object, is_tensor: Callable[[object], bool]) -> dict[str, Any]:
    """The form of ``value``, the number of its parts, and a description.

    The form is "tensor", "several" for a tuple, a list or a dictionary of tensors, or
    "".
    """

    def tensor(part: object) -> bool:
        return is_tensor(part) and not isinstance(part, np.ndarray)

    words = _words(value, tensor, DEEP)
    if tensor(value):
        return {"form": "tensor", "count": 1, "words": words}
    parts = _parts(value)
    several = bool(parts) and all(map(tensor, parts))
    return {
        "form": "several" if several else "",
        "count": len(parts),
        "words": words,
    }


def _parts(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(cast("Mapping[object, object]", value).values())
    if isinstance(value, (tuple, list)):
        return list(cast("Sequence[object]", value))
    return []


def _words(value: object, tensor: Callable[[object], bool], deep: int) -> str:
    if tensor(value):
        return "a tensor"
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    if isinstance(value, types.GeneratorType):
        return "a generator"
    noun = type(value).__name__
    noun = f"{'an' if noun[:1] in 'AEIOUaeiou' else 'a'} {noun}"
    if not isinstance(value, (tuple, list, Mapping)):
        return noun
    parts = _parts(cast(object, value))
    if not parts or not deep:
        return f"{noun} of {len(parts)}"
    told = [_words(part, tensor, deep - 1) for part in parts[:SHOWN]]
    if len(parts) > SHOWN:
        told.append(f"{len(parts) - SHOWN} more")
    *first, last = told
    if first and set(told) == {"a tensor"}:
        return f"{noun} of {len(parts)} tensors"
    return f"{noun} of {', '.join(first)} and {last}" if first else f"{noun} of {last}"
