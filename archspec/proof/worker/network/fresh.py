"""Statistics of the initial values of a network."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.proof.worker.watching.events import describe

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 2**15  # the most values read per tensor and network
BINS = 32  # bins of equal probability for counting values

# Constants need no statistics.
CONSTANT: dict[str, Any] = {
    "count": 0,
    "mean": 0.0,
    "square": 0.0,
    "reach": [0.0, 0.0],
    "counts": [0] * BINS,
    "distinct": 1.0,
    "found": {},
}


class Fresh:
    """Initial values of newly constructed networks.

    Args:
        laws: the law of each tensor: "law" is constant, normal or uniform, with "mean" and
            "scale", the standard deviation.
    """

    def __init__(self, laws: Mapping[str, Mapping[str, Any]]):
        self._laws = laws
        self._drawn: dict[str, list[NDArray[Any]]] = {name: [] for name in laws}
        self._extremes: dict[str, tuple[float, float]] = {}
        self._copies: dict[str, str] = {}

    def add(self, tensors: Mapping[str, NDArray[Any]]) -> None:
        """Add the tensors of another network."""
        seen: dict[str, str] = {}
        for name, law in self._laws.items():
            values = np.asarray(tensors[name], np.float64).ravel()
            self._extend(name, values)
            if law["law"] == "constant":
                continue
            drawn = values[_places(values.size)]
            digest = hashlib.sha256(drawn.tobytes()).hexdigest()
            if drawn.size > 1 and digest in seen:
                self._copies[name] = seen[digest]
            seen.setdefault(digest, name)
            # A constructor that seeds the generator draws the same values every time.
            if not any(np.array_equal(drawn, one) for one in self._drawn[name][:1]):
                self._drawn[name].append(drawn)

    def statistics(self) -> dict[str, dict[str, Any]]:
        """The extremes of each tensor and, if it is drawn, the results of `_drawn`."""
        result: dict[str, dict[str, Any]] = {}
        for name, law in self._laws.items():
            least, largest = self._extremes[name]
            told = CONSTANT
            if law["law"] != "constant":
                told = _drawn(np.concatenate(self._drawn[name]), law)
            copied = self._copies.get(name, "")
            ends = {"least": least, "largest": largest}
            result[name] = {**ends, **told, "copy_of": copied}
        return result

    def _extend(self, name: str, values: NDArray[Any]) -> None:
        least, largest = float(values.min()), float(values.max())
        before = self._extremes.get(name, (least, largest))
        self._extremes[name] = (
            float(np.minimum(least, before[0])),  # keeps NaN
            float(np.maximum(largest, before[1])),
        )


def _drawn(values: NDArray[Any], law: Mapping[str, Any]) -> dict[str, Any]:
    """Statistics of values that should have mean 0 and variance 1 after scaling.

    "counts" are the numbers of values in equally likely bins, "distinct" is the share
    of values that differ from all earlier ones.
    """
    with np.errstate(all="ignore"):
        scaled = (values - law["mean"]) / law["scale"]
        edges = _edges(law["law"])
        counts = np.histogram(scaled, [-np.inf, *edges, np.inf])[0]
        return {
            "count": int(values.size),
            "mean": float(scaled.mean()),
            "square": float(np.square(scaled).mean()),
            "reach": [float(scaled.min()), float(scaled.max())],
            "counts": [int(count) for count in counts],
            "distinct": np.unique(values).size / values.size,
            "found": describe(values),
        }


@lru_cache(maxsize=None)
def _edges(law: str) -> NDArray[Any]:
    """The bounds between the bins for a law with mean 0 and variance 1."""
    shares = [number / BINS for number in range(1, BINS)]
    if law == "uniform":
        return np.array([sqrt(12) * (share - 0.5) for share in shares])
    return np.array([NormalDist().inv_cdf(share) for share in shares])


@lru_cache(maxsize=None)
def _places(size: int) -> NDArray[Any]:
    if size <= MOST:
        return np.arange(size)
    rng = np.random.default_rng(size)
    return np.sort(rng.choice(size, MOST, replace=False, shuffle=False))
