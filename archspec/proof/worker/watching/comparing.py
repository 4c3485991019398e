"""Differences of arrays as numbers, which the parent process judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.backends.contract.probe import paired
from archspec.proof.worker.watching.events import describe
from archspec.proof.worker.watching.matching import relative_error

if TYPE_CHECKING:
    from numpy.typing import NDArray


def compare(
    found: Mapping[str, NDArray[Any]],
    expected: Mapping[str, NDArray[Any]],
    before: Mapping[str, NDArray[Any]] | None = None,
) -> dict[str, dict[str, Any]]:
    """The norms of each expected array, of the found one, and of their difference.

    With ``before``, the changes of the arrays since then are compared. The difference
    is None if the array is missing, has another shape or is not finite; statistics of
    both are included if they are comparable.
    """
    result: dict[str, dict[str, Any]] = {}
    for name, wanted in expected.items():
        got = found.get(name)
        if got is not None and before is not None:
            got = got - before[name]
        norm = float(np.linalg.norm(wanted.ravel()))
        result[name] = {"expected": norm, **_compared(got, wanted)}
    return result


def _compared(got: NDArray[Any] | None, wanted: NDArray[Any]) -> dict[str, Any]:
    if got is None or got.shape != wanted.shape:
        return {"difference": None, "found": {}, "wanted": {}}
    with np.errstate(all="ignore"):
        difference = float(np.linalg.norm((got - wanted).ravel()))
    return {
        "difference": difference if np.isfinite(difference) else None,
        "found": describe(got),
        "wanted": describe(wanted),
    }


def largest(
    found: Sequence[NDArray[Any]], expected: Sequence[NDArray[Any]]
) -> dict[str, Any]:
    """The largest relative error of the outputs, with their shapes and dtypes."""
    shapes = [list(array.shape) for array in found]
    dtypes = [str(array.dtype) for array in found]
    if shapes != [list(array.shape) for array in expected]:
        return {"shapes": shapes, "dtypes": dtypes, "error": None}
    errors = [relative_error(a, b) for a, b in paired(found, expected)]
    return {"shapes": shapes, "dtypes": dtypes, "error": max(errors)}
