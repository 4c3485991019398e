"""Finds the node of a value by comparing it with the expected values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLE = 64  # values of the sample, compared first
ALIKE = 1e-2  # relative error of the sample below which all values are compared


def relative_error(value: NDArray[Any], expected: NDArray[Any]) -> float:
    """Norm of the difference over the norm of ``expected``, for equal shapes.

    Infinities, such as in a border, are ignored if both have them. The error is
    infinite if only ``value`` is not finite, or if ``expected`` is 0 and it is not.
    """
    with np.errstate(all="ignore"):
        norm = float(np.linalg.norm(expected.ravel()))
        if np.isinf(norm):
            border = np.isinf(expected) & (value == expected)
            value, expected = (np.where(border, 0, a) for a in (value, expected))
            norm = float(np.linalg.norm(expected.ravel()))
        difference = float(np.linalg.norm((value - expected).ravel()))
    if difference == 0:
        return 0.0
    if not np.isfinite(difference) or norm == 0:
        return float("inf")
    return difference / norm


class Matcher:
    """The expected values of a pass, looked up by value.

    Axes of size 1 are ignored: a pool that drops its two has the value of a pool that
    keeps them.

    Args:
        expected: the expected values by index of node; memory maps are read when a
            sample agrees.
    """

    def __init__(self, expected: Mapping[int, NDArray[Any]]):
        self._expected = expected
        groups: dict[tuple[int, ...], list[int]] = {}
        for index, array in expected.items():
            groups.setdefault(_axes(array), []).append(index)
        self._groups = {shape: _Group(self, found) for shape, found in groups.items()}

    def sample(self, index: int) -> NDArray[Any]:
        """A sample of a node's values, always at the same positions."""
        return _sample(self._expected[index])

    def match(self, value: NDArray[Any]) -> dict[int, float]:
        """The nodes whose expected value ``value`` resembles, with relative errors."""
        group = self._groups.get(_axes(value))
        if group is None:
            return {}
        flat = value.reshape(-1)
        return {
            index: relative_error(flat, self._expected[index].reshape(-1))
            for index in group.alike(_sample(value))
        }


def _axes(array: NDArray[Any]) -> tuple[int, ...]:
    return (*array.shape[:1], *(size for size in array.shape[1:] if size > 1))


class _Group:
    """The nodes whose values have one shape."""

    def __init__(self, matcher: Matcher, nodes: list[int]):
        self._nodes = np.array(nodes)
        self._samples = np.stack([matcher.sample(index) for index in nodes])
        self._norms = np.linalg.norm(self._samples, axis=1)

    def alike(self, sample: NDArray[Any]) -> Iterable[int]:
        with np.errstate(all="ignore"):
            errors = np.linalg.norm(self._samples - sample, axis=1)
        return map(int, self._nodes[errors <= ALIKE * self._norms])


def _sample(value: NDArray[Any]) -> NDArray[Any]:
    flat = value.reshape(-1)
    # Infinities in a border must not hide the rest.
    found = np.asarray(flat[_places(flat.size)], np.float64)
    return np.where(np.isinf(found), 0, found)


@lru_cache(maxsize=None)
def _places(size: int) -> NDArray[Any]:
    # Random, because regular steps would meet the same pixel of every image.
    if size <= SAMPLE:
        return np.arange(size)
    rng = np.random.default_rng(size)
    return np.sort((rng.random(SAMPLE) * size).astype(np.intp))
