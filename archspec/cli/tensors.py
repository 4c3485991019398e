"""Files of weights as tables."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archspec.view.tables import grid
from archspec.view.words import plural
from archspec.weights.diff import Difference, differences
from archspec.weights.files import read_about, read_raw
from archspec.weights.summary import summary

if TYPE_CHECKING:
    from archspec.graph.numpy_ops import Array

_ABSENT = "-"


def table(path: str, format: str | None) -> str:
    """Every tensor of a file, and the totals."""
    tensors = read_raw(path, format)
    rows = [_row(name, tensor) for name, tensor in tensors.items()]
    head = ("name", "dtype", "shape", "least", "largest", "mean", "deviation")
    numbers = sum(tensor.size for tensor in tensors.values())
    lines = [f"{plural(len(tensors), 'tensor')}, {plural(numbers, 'number')}"]
    lines += [
        _safe(f"{key}: {value}") for key, value in read_about(path, format).items()
    ]
    return grid(head, rows, right=4) + "\n" + "".join(f"{line}\n" for line in lines)


def _row(name: str, tensor: "Array") -> tuple[str, ...]:
    found = summary(tensor)
    numbers = (found.least, found.largest, found.mean, found.deviation)
    shape = str(tuple(tensor.shape))
    return (
        _safe(name),
        str(tensor.dtype),
        shape,
        *(f"{number:.4g}" for number in numbers),
    )


def comparison(
    left: "Mapping[str, Array]", right: "Mapping[str, Array]"
) -> tuple[str, bool]:
    """The tensors that differ, and whether there are none."""
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
    """The text without characters that would steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
