"""Whether tensors are those of a network: names, shapes and kinds of numbers."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence

from archspec.graph.numpy_ops import Array
from archspec.ops.base import Numbers, spell
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError

FLOATS = ("float16", "float32", "float64")
_SHAPES_HELP = "give the network the params that it had in training: --set NAME=VALUE"
# Names for which similar ones are sought, and among how many: it takes its time.
_SUGGESTED, _CANDIDATES = 40, 2000


def check_fit(
    given: Mapping[str, Array],
    wanted: Mapping[str, Numbers],
    ignored: Collection[str],
    source: str,
    network: str,
) -> None:
    """Compare ``given`` with the shapes ``wanted``; ``ignored`` may be there or not.

    Raises WeightsError with everything that does not fit, each with similar names.
    """
    missing = [name for name in wanted if name not in given]
    known = {*wanted, *ignored}
    unexpected = [name for name in given if name not in known]
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
    advice = _prefix(missing, unexpected)
    surplus = (
        "" if missing else "delete them from the file: the network has all it needs"
    )
    findings = [
        ("missing from", _with_similar(missing, unexpected), advice),
        ("unexpected in", _with_similar(unexpected, missing), surplus),
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


def _prefix(missing: Sequence[str], unexpected: Sequence[str]) -> str:
    """How to rename, if all that is missing is there after a prefix."""
    first = missing[0] if missing else ""
    there = set(unexpected)
    for name in unexpected:
        prefix = name.removesuffix(first)
        if missing and prefix != name and all(prefix + m in there for m in missing):
            return f"take the prefix {prefix!r} away: --map '^{re.escape(prefix)}='"
    return "rename what is called otherwise: --map REGEX=REPL"
