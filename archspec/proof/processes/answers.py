"""The valid forms of a worker's answers; the file that it runs may do anything."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from archspec.proof.worker.network.fresh import BINS
from archspec.proof.worker.watching.masks import COUNTED

NO_ANSWER = "the process sent an invalid answer"


class Maybe(NamedTuple):
    """A value of that form, or null."""

    form: Any


class Keyed(NamedTuple):
    """An object with any keys, whose values have that form."""

    form: Any


class OneOf(NamedTuple):
    """A value of one of two forms."""

    one: Any
    other: Any


# A type; [form] for a list of any length; (form, form) for a list of that length; a
# dictionary for an object with these keys, and possibly others.
Form: TypeAlias = Any

_STATISTICS: Form = Keyed(float)
# From `worker.watching.comparing.compare`.
_COMPARED: Form = {
    "expected": float,
    "difference": Maybe(float),
    "found": _STATISTICS,
    "wanted": _STATISTICS,
}
_EVENT: Form = {
    "line": int,
    "origin": int,
    "within": str,
    "paths": [str],
    "shape": [int],
    "errors": [(int, float)],
    "turned": bool,
    "statistics": _STATISTICS,
    "calls": [int],
    "cut": bool,
    "slopes": Maybe(Keyed(_COMPARED)),
}
# As in `worker.watching.masks.COUNTED`: a total, and a count of hits.
_LAW: Form = {
    **dict.fromkeys(COUNTED, (int, int)),
    "factors": Maybe((float, float)),
}
_FRESH: Form = {
    "least": float,
    "largest": float,
    "count": int,
    "mean": float,
    "square": float,
    "reach": (float, float),
    "counts": (int,) * BINS,
    "distinct": float,
    "copy_of": str,
    "found": _STATISTICS,
}
_DRAW: Form = {
    "line": int,
    "path": str,
    "within": str,
    "sources": [int],
    "changed": bool,
    "law": Maybe(_LAW),
}
_RESULT: Form = {"form": str, "count": int, "words": str}
_FILES: Form = [{"name": str, "offset": int, "source": str}]
_TRACED: Form = {
    "files": _FILES,
    "events": [_EVENT],
    "draws": [_DRAW],
    "own": [int],
    "drops": bool,
    "returned": int,
    "result": Maybe(_RESULT),
    "instead": str,
    "left_out": [str],
    "unfound": bool,
}
_LISTED: Form = {
    "tensors": Keyed({"shape": [int], "trained": bool}),
    "lines": Keyed(int),
    "around": Keyed([int]),
    "params": int,
    "buffers": int,
}
_LOADED: Form = {**_LISTED, "class": str, "takes": [str], "files": _FILES}
_UNBUILT: Form = {"unbuilt": str, "line": int, "files": _FILES}
_OUTPUTS: Form = {"shapes": [[int]], "dtypes": [str], "error": Maybe(float)}

FORMS: Mapping[str, Form] = {
    "version": {"version": str, "pid": int},
    "open": {},
    "seed": {},
    "load": OneOf(_UNBUILT, _LOADED),
    "sample": {},
    "fresh": {"tensors": Keyed(_FRESH)},
    "assign": {"lost": Keyed([str])},
    "forward": {**_TRACED, "outputs": _OUTPUTS, "changed": [str]},
    "forward32": {**_TRACED, "lost": Keyed([str]), "outputs": _OUTPUTS},
    "switch": OneOf(_LISTED, {"same": bool}),
    "switch_back": {},
    "forms": {"forms": [str]},
    "form": {"outputs": _OUTPUTS},
    "grad": {"params": Keyed(_COMPARED), "inputs": Keyed(_COMPARED)},
    "slopes": _TRACED,
    "train": {
        **_TRACED,
        "losses": [float],
        "moved": [Keyed(_COMPARED)],
        "kept": [[Keyed(_COMPARED)]],
    },
    "dropout": {"draws": [_DRAW], "own": [int]},
}
_FAILED: Form = {
    "type": str,
    "message": str,
    "line": Maybe(int),
    "calls": [int],
    "files": _FILES,
}
_SEEN: Form = {**_TRACED, "inside": [str]}


def read_answer(do: str, line: bytes) -> dict[str, Any] | None:
    """The answer to the command ``do``, or None if it is invalid."""
    try:
        answer: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    form = FORMS.get(do, {})
    if fits(answer, {"failed": {"events": list}}):
        form = {"failed": {**_FAILED, **_SEEN}}
    elif fits(answer, {"failed": dict}):
        form = {"failed": _FAILED}
    right = fits(answer, form) and fits(answer, {"peak": Maybe(int)})
    return answer if right else None


def fits(value: Any, form: Form) -> bool:
    """Whether ``value``, parsed from JSON, has a form."""
    match form:
        case type():
            wanted = (int, float) if form is float else form
            return isinstance(value, wanted)
        case Maybe(inner):
            return value is None or fits(value, inner)
        case Keyed(inner):
            return isinstance(value, dict) and _all(value.values(), inner)  # pyright: ignore
        case OneOf(one, other):
            return fits(value, one) or fits(value, other)
        case list():
            return isinstance(value, list) and _all(value, form[0])
        case tuple():
            return (
                isinstance(value, list)
                and len(value) == len(form)  # pyright: ignore
                and all(map(fits, value, form))  # pyright: ignore
            )
        case _:
            return isinstance(value, dict) and all(
                name in value and fits(value[name], inner)
                for name, inner in form.items()
            )


def _all(values: Any, form: Form) -> bool:
    return all(fits(value, form) for value in values)
