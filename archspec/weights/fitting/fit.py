"""Checks that tensors fit a network: names, shapes and types."""

import difflib
import re
from collections.abc import Mapping, Sequence

from archspec.ops.base import Numbers, spell
from archspec.reference.ops import Array
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError
from archspec.weights.fitting.fold import FLOATS, kept_in_parts

_SHAPES_HELP = "set the network's params to their values in training: --set NAME=VALUE"
_SURPLUS = "the network has all its tensors; leave these out by name: --ignore REGEX"
# The parts that PyTorch's wrappers insert into names, at any depth.
_WRAPPERS = (
    "module.",
    "_orig_mod.",
    "_fsdp_wrapped_module.",
    "_checkpoint_wrapped_module.",
)
# Uninformative names, their origin, and the call that writes better ones.
_MADE_UP = (
    (re.compile(r"^arr_\d+$"), "numpy.savez", "numpy.savez(path, **weights)"),
    (
        re.compile(r"(conv|dense|batchnorm)\d+_\w+$"),
        "Gluon",
        "net.save_parameters(path)",
    ),
)
# The numbers of names that are compared for similarity, which is slow.
_SUGGESTED, _CANDIDATES = 40, 2000


def check_fit(
    given: Mapping[str, Array],
    surplus: Sequence[str],
    wanted: Mapping[str, Numbers],
    source: str,
    network: str,
    why: Mapping[str, str] | None = None,
) -> None:
    """Compare ``given`` with the shapes ``wanted``; ``surplus`` has all other names.

    ``why`` explains missing or unexpected tensors. Raises WeightsError with every
    difference, each with similar names.
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
    lines, others = (
        [
            f"{name} ({reasons[name]})" if name in reasons else line
            for name, line in zip(names, _with_similar(names, similar), strict=True)
        ]
        for names, similar in ((missing, surplus), (surplus, missing))
    )
    findings = [
        ("missing from", lines, _advice(missing, surplus, bool(present))),
        ("unexpected in", others, "" if missing else _SURPLUS),
        ("of a different shape in", shapes, _SHAPES_HELP),
        ("not floating point in", kinds, f"weights are {', '.join(FLOATS)}"),
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
    # Longer texts are not misspelt names.
    candidates = [other[:200] for other in others[:_CANDIDATES]]
    for place, name in enumerate(names[:_SUGGESTED]):
        found = difflib.get_close_matches(name[:200], candidates, 1)
        if found:
            lines[place] = f"{name} (did you mean {found[0]!r}?)"
    return lines


def _advice(missing: Sequence[str], unexpected: Sequence[str], partly: bool) -> str:
    """Advice about missing names, ``partly`` if others are there."""
    first = missing[0] if missing else ""
    if not partly and not unexpected:
        return "it has none of them: save the state of a network with its parameters"
    if found := kept_in_parts(missing, unexpected):
        count = "1 is" if found == 1 else f"{found} are"
        return f"{count} kept in parts, by weight_norm or spectral_norm: --fold"
    there = set(unexpected)
    for name in unexpected:
        prefix = name.removesuffix(first)
        if missing and prefix != name and all(prefix + m in there for m in missing):
            return f"remove the prefix {prefix!r}: --map '^{re.escape(prefix)}='"
    if wrapped := _wrapped(missing, unexpected):
        return f"remove the part that wrappers add to the names: --map '{wrapped}='"
    for pattern, who, call in _MADE_UP:
        if not partly and any(pattern.search(name) for name in unexpected):
            return (
                f"{who} generates these names by order: {call} writes the names of the "
                "weights"
            )
    return "rename tensors with other names: --map REGEX=REPL"


def _wrapped(missing: Sequence[str], unexpected: Sequence[str]) -> str:
    """A pattern of the parts without which the names would be the missing ones."""
    words = [word for word in _WRAPPERS if any(word in name for name in unexpected)]
    for some in (*((word,) for word in words), words):
        pattern = "|".join(map(re.escape, some))
        there = {re.sub(pattern, "", name) for name in unexpected}
        if missing and pattern and there.issuperset(missing):
            return pattern
    return ""
