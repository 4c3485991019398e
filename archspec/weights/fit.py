"""Whether tensors are those of a network: names, shapes and kinds of numbers."""

import difflib
import re
from collections.abc import Mapping, Sequence

from archspec.graph.numpy_ops import Array
from archspec.ops.base import Numbers, spell
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError
from archspec.weights.fold import FLOATS, kept_in_parts

_SHAPES_HELP = "give the network the params that it had in training: --set NAME=VALUE"
_SURPLUS = "the network has all it needs; leave them out by name: --ignore REGEX"
# Names for which similar ones are sought, and among how many: it takes its time.
_SUGGESTED, _CANDIDATES = 40, 2000


def check_fit(
    given: Mapping[str, Array],
    surplus: Sequence[str],
    wanted: Mapping[str, Numbers],
    source: str,
    network: str,
    why: Mapping[str, str] | None = None,
) -> None:
    """Compare ``given`` with the shapes ``wanted``; ``surplus`` are names of all else.

    ``why`` has more to say of a tensor that is missing. Raises WeightsError with
    everything that does not fit, each with similar names.
    """
    missing = [name for name in wanted if name not in given]
    present = [name for name in wanted if name in given]
    shapes = [
        f"{name}: expected {spell(wanted[name])}, got {spell(given[name].shape)}"
        for name in present
        if given[name].shape != wanted[name]
    ]
    kinds = [
        f"{name}: {given[name].dtype}"
        for name in present
        if given[name].dtype.name not in FLOATS
    ]
    reasons = why or {}
    lines = [
        f"{name} ({reasons[name]})" if name in reasons else line
        for name, line in zip(missing, _with_similar(missing, surplus), strict=True)
    ]
    findings = [
        ("missing from", lines, _advice(missing, surplus)),
        ("unexpected in", _with_similar(surplus, missing), "" if missing else _SURPLUS),
        ("of another shape in", shapes, _SHAPES_HELP),
        ("of no float type in", kinds, f"weights are {', '.join(FLOATS)}"),
    ]
    problems = [
        Problem(
            f"{_count(lines)} {finding} {source}, for {network}", None, help, (*lines,)
        )
        for finding, lines, help in findings
        if lines
    ]
    if problems:
        raise WeightsError(problems)


def _count(lines: Sequence[str]) -> str:
    return f"{len(lines)} tensor is" if len(lines) == 1 else f"{len(lines)} tensors are"


def _with_similar(names: Sequence[str], others: Sequence[str]) -> list[str]:
    lines = list(names)
    # Nobody misspells a text longer than this.
    candidates = [other[:200] for other in others[:_CANDIDATES]]
    for place, name in enumerate(names[:_SUGGESTED]):
        found = difflib.get_close_matches(name[:200], candidates, 1)
        if found:
            lines[place] = f"{name} (did you mean {found[0]!r}?)"
    return lines


def _advice(missing: Sequence[str], unexpected: Sequence[str]) -> str:
    """How to rename, if all that is missing is there after a prefix."""
    first = missing[0] if missing else ""
    if found := kept_in_parts(missing, unexpected):
        return f"{found} are kept in parts, by weight_norm or spectral_norm: --fold"
    there = set(unexpected)
    for name in unexpected:
        prefix = name.removesuffix(first)
        if missing and prefix != name and all(prefix + m in there for m in missing):
            return f"take the prefix {prefix!r} away: --map '^{re.escape(prefix)}='"
    return "rename what is called otherwise: --map REGEX=REPL"
