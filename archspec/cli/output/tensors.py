"""Weight files as tables."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from archspec.view.tables import grid
from archspec.view.words import plural
from archspec.weights.diff import Difference, differences
from archspec.weights.errors import Malformed, WeightsError, reading_of
from archspec.weights.files import leaves, open_weights
from archspec.weights.summary import summary

if TYPE_CHECKING:
    from archspec.reference.ops import Array
    from archspec.weights.fitting.choice import State
    from archspec.weights.formats.held import HeldTensor

_ABSENT = "-"


def table(path: str, key: str, format: str | None) -> str:
    """A table of every tensor of a state dict, the totals, and the checkpoint's state
    dicts.
    """
    source = open_weights(path, format)
    states = source.state_dicts()
    try:
        shown = _tensors(leaves(source, key), path)
    except WeightsError:
        # There are several state dicts, and none has a usual name: list only them.
        if key or len(states) < 2:
            raise
        shown = ""
    lines = [_safe(f"{word}: {value}") for word, value in source.about.items()]
    about = "".join(f"{line}\n" for line in lines)
    nested = any(state.key for state in states)
    return shown + about + (_dicts(states, bool(shown)) if nested else "")


def _tensors(found: "Mapping[str, HeldTensor]", path: str) -> str:
    rows: list[tuple[str, ...]] = []
    unread: list[Malformed] = []
    numbers = 0
    for name, leaf in found.items():
        try:
            tensor = leaf.array(name)
        except Malformed as error:
            unread.append(error)
            continue
        rows.append(_row(name, leaf.kind, tensor))
        numbers += tensor.size
    if unread and not rows:
        with reading_of(path):
            raise unread[0]
    head = ("name", "dtype", "shape", "least", "largest", "mean", "deviation")
    totals = f"{plural(len(rows), 'tensor')}, {plural(numbers, 'number')}\n"
    left_out = "".join(f"not read: {_safe(error.message)}\n" for error in unread)
    return grid(head, rows, right=4) + "\n" + totals + left_out


def _dicts(states: "Sequence[State]", after: bool) -> str:
    rows = [(_safe(s.key) or "(outermost)", f"{s.tensors:,}") for s in states]
    return ("\n" if after else "") + grid(("state dict", "tensors"), rows, right=1)


def _row(name: str, kind: str, tensor: "Array") -> tuple[str, ...]:
    found = summary(tensor)
    numbers = (found.least, found.largest, found.mean, found.deviation)
    shape = str(tuple(tensor.shape))
    return _safe(name), kind, shape, *(f"{number:.4g}" for number in numbers)


def comparison(
    left: "Mapping[str, Array]", right: "Mapping[str, Array]"
) -> tuple[str, bool]:
    """A table of the tensors that differ, and whether the files are equal."""
    found = list(differences(left, right))
    total = len({**left, **right})
    same = f"{total - len(found):,} of {plural(total, 'tensor')} are the same, bit by bit\n"
    if not found:
        return same, True
    head = ("name", "A", "B", "absolute", "relative")
    return grid(head, [_line(item) for item in found], right=2) + "\n" + same, False


def _line(item: Difference) -> tuple[str, ...]:
    distances = (item.absolute, item.relative)
    shown = (_ABSENT if d is None else f"{d:.3g}" for d in distances)
    return _safe(item.name), item.left or _ABSENT, item.right or _ABSENT, *shown


def _safe(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
