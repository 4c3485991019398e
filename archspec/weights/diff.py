"""How two sets of tensors differ."""

from collections.abc import Iterator, Mapping

import numpy as np

from archspec.record import record
from archspec.reference.ops import Array


@record
class Difference:
    """A tensor that is not the same on both sides, bit by bit.

    Attributes:
        name: of the tensor.
        left: its dtype and shape there; None where it is missing.
        right: the same.
        absolute: the largest difference; None where shapes differ.
        relative: the largest difference over the larger of both numbers.
    """

    name: str
    left: str | None
    right: str | None
    absolute: float | None = None
    relative: float | None = None


def differences(
    left: Mapping[str, Array], right: Mapping[str, Array]
) -> Iterator[Difference]:
    """The tensors that differ, in the order of ``left``, then those of ``right`` alone."""
    for name in {**left, **right}:
        a, b = left.get(name), right.get(name)
        if a is None or b is None or a.shape != b.shape:
            yield Difference(name, _kind(a), _kind(b))
        elif a.dtype != b.dtype or a.tobytes() != b.tobytes():
            yield Difference(name, _kind(a), _kind(b), *_distance(a, b))


def _distance(a: Array, b: Array) -> tuple[float, float]:
    """The largest absolute and relative difference; NaN is as far as can be."""
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
