"""The effect of a dropout: the values that it drops, and those that it drops together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DROPPED, KEPT, UNKNOWN = 1, 0, -1
EVEN = 1e-5  # relative difference of the factors of one dropout in float32

# For each law: examples, channels, height, width; the number of these axes that a choice
# belongs to; and the least and the largest number of calls, made until about that many
# choices are of the rarer kind.
SIZES = {
    "dropout": (512, 16, 4, 4),
    "channel_dropout": (256, 16, 2, 2),
    "stochastic_depth": (2048, 4, 2, 2),
}
CHOSEN = {"dropout": 4, "channel_dropout": 2, "stochastic_depth": 1}
CALLS = {"dropout": (8, 32), "channel_dropout": (8, 256), "stochastic_depth": (32, 256)}
RARE = 500

# The counts, see `DropoutCounts.plain`.
COUNTED = (
    *("values", "examples", "channels", "mixed examples", "mixed channels"),
    *("pairs of examples", "pairs of channels", "pairs of rows", "pairs of columns"),
    *("pairs of calls", "pairs of whole examples", "pairs of whole calls"),
    *("pairs of whole channels", "pairs of examples of whole channels"),
    "pairs of calls of whole channels",
)


def choices(
    made: NDArray[Any], given: NDArray[Any]
) -> tuple[NDArray[Any], list[float]] | None:
    """The choice for each value of ``given``, and the least and greatest factor.

    None if ``made`` is not ``given`` with values dropped and the others multiplied by
    one factor. The choice for a value that was 0 is unknown.
    """
    if made.shape != given.shape or made.dtype.kind != "f":
        return None
    known = given != 0
    if np.any(made[~known]):
        return None
    kept = known & (made != 0)
    states = np.where(kept, KEPT, np.where(known, DROPPED, UNKNOWN)).astype(np.int8)
    if not kept.any():
        return states, []
    factors = made[kept] / given[kept]
    low, high = float(factors.min()), float(factors.max())
    return (states, [low, high]) if low > 0 and high - low <= EVEN * high else None


def merged(
    before: NDArray[Any] | None,
    factors: list[float],
    states: NDArray[Any],
    more: list[float],
) -> tuple[NDArray[Any], list[float]]:
    """The combined choices and factors of two steps, such as a mask and a scale."""
    if before is None:
        return states, more
    both = np.maximum(before, states)  # dropped by either
    pairs = zip(factors, more) if factors and more else ()
    return both, [one * other for one, other in pairs]


def shape_for(kind: str, axes: int) -> tuple[int, ...]:
    """The shape of the values that show the law, with as many ``axes`` as the input."""
    examples, channels, height, width = SIZES[kind]
    if axes == 2:
        return (examples, channels * height * width)
    sides = {3: (height * width,), 5: (height, width // 2, 2)}
    return (examples, channels, *sides.get(axes, (height, width)))


def calls_for(kind: str, rate: float) -> int:
    """The number of calls that show a law of ``kind``."""
    least, most = CALLS[kind]
    units = int(np.prod(SIZES[kind][: CHOSEN[kind]]))
    rare = units * min(rate, 1 - rate)
    return min(most, max(least, int(np.ceil(RARE / rare)))) if rare else least


class DropoutCounts:
    """Counts over many calls of one dropout.

    Pairs of choices show values that drop together: if choices are independent, both of
    a pair are of the rarer kind with the square of the probability of one.

    Args:
        rate: the expected rate, which determines the rarer kind.
    """

    def __init__(self, rate: float):
        self._rare = DROPPED if rate <= 0.5 else KEPT
        self._before: tuple[NDArray[Any], ...] | None = None
        self._counts = {name: [0, 0] for name in COUNTED}
        self._factors: list[float] = []

    def add(self, states: NDArray[Any], factors: list[float]) -> None:
        """Add the choices of one call, with the batch first, and its factors."""
        shape = (*states.shape[:2], -1, states.shape[-1] if states.ndim > 3 else 1)
        states = states.reshape(shape)
        self._factors += factors
        examples = self._whole("examples", states.reshape(len(states), -1))
        channels = self._whole(
            "channels", states.reshape(-1, states.shape[2] * states.shape[3])
        ).reshape(states.shape[:2])
        self._count("values", states != UNKNOWN, states == DROPPED)
        for axis, name in enumerate(("examples", "channels", "rows", "columns")):
            self._pairs(name, np.moveaxis(states, axis, 0))
        self._pairs("whole examples", examples)
        self._pairs("whole channels", channels.T)
        self._pairs("examples of whole channels", channels)
        before, self._before = self._before, (states, examples, channels)
        if before is not None and before[0].shape == states.shape:
            names = ("calls", "whole calls", "calls of whole channels")
            for name, one, other in zip(names, before, self._before):
                self._pairs(name, np.stack([one, other]))
            self._before = None  # a call belongs to at most one pair

    def plain(self) -> dict[str, Any]:
        """The counts as JSON: a total and a count of hits for each.

        "values": known, dropped. "examples", "channels": known, dropped as a whole;
        "mixed examples", "mixed channels": known, dropped in part. "pairs of ..." along
        an axis: known, both of the rarer kind.
        """
        ends = [min(self._factors), max(self._factors)] if self._factors else None
        return {**self._counts, "factors": ends}

    def _whole(self, name: str, groups: NDArray[Any]) -> NDArray[Any]:
        """The state of each group as a whole; unknown if it is dropped in part."""
        dropped, kept = (groups == DROPPED).any(1), (groups == KEPT).any(1)
        self._count(f"mixed {name}", dropped | kept, dropped & kept)
        whole = dropped ^ kept
        self._count(name, whole, whole & dropped)
        return np.where(whole, np.where(dropped, DROPPED, KEPT), UNKNOWN)

    def _pairs(self, name: str, states: NDArray[Any]) -> None:
        count = len(states) // 2 * 2
        one, other = states[:count:2], states[1:count:2]
        known = (one != UNKNOWN) & (other != UNKNOWN)
        both = (one == self._rare) & (other == self._rare)
        self._count(f"pairs of {name}", known, both)

    def _count(self, name: str, of: NDArray[Any], so: NDArray[Any]) -> None:
        counts = self._counts[name]
        counts[0] += int(np.count_nonzero(of))
        counts[1] += int(np.count_nonzero(so))
