"""The differences between two sets of tensors."""

from collections.abc import Iterator, Mapping

import numpy as np

from archspec.record import record
from archspec.reference.ops import Array


@record
class Difference:
    """A tensor that is not the same bit by bit on both sides.

    Attributes:
        name: the name of the tensor.
        left: its dtype and shape on that side; None if it is missing.
        right: the same for the other side.
        absolute: the largest difference; None if shapes differ.
        relative: the largest difference relative to the larger of the two numbers.
    """

    name: str
    left: str | None
    right: str | None
    absolute: float | None = None
    relative: float | None = None


def differences(
    left: Mapping[str, Array], right: Mapping[str, Array]
) -> Iterator[Difference]:
    """The tensors that differ, in the order of ``left``; tensors only in ``right``
    last.
    """
    for name in {**left, **right}:
        a, b = left.get(name), right.get(name)
        if a is None or b is None or a.shape != b.shape:
            yield Difference(name, _kind(a), _kind(b))
        elif a.dtype != b.dtype or a.tobytes() != b.tobytes():
            yield Difference(name, _kind(a), _kind(b), *_distance(a, b))


def _distance(a: Array, b: Array) -> tuple[float, float]:
    """The largest absolute and relative difference; NaN counts as infinite."""
    with np.errstate(all="ignore"):
        x, y = a.astype(np.float64), b.astype(np.float64)
        same = (x == y) | (np.isnan(x) & np.isnan(y))
        apart = np.where(same, 0.0, np.abs(x - y))
        size = np.where(same, 1.0, np.maximum(np.abs(x), np.abs(y)))
        return _largest(apart), _largest(apart / size)


def _largest(values: Array) -> float:
    return float(np.max(values, initial=0.0))


def _kind(array: Array | None) -> str | None:
    return None if array is None else f"{array.dtype} {tuple(array.shape)}"
