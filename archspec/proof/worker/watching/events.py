"""What was seen in a pass: an event for each value, a draw for each dropout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Event:
    """A value that the file computed.

    Attributes:
        line: of the file, where it was computed, or 0.
        origin: where a function computed it that is called at ``line``, or 0.
        within: the path of the layer that was running, "" for the network itself.
        paths: of the layers that returned it, inner before outer.
        shape: with the batch axis.
        errors: relative errors by the index of the nodes that it resembles.
        turned: whether it does so with its channels last.
        statistics: what it looks like.
        calls: the lines of the calls in which it was computed, outer before inner.
        cut: whether gradients end at it, which is known where they are compared.
        slopes: its gradient compared with that of each node that it resembles, as
            `comparing.compare` has it; None if nobody asked.
    """

    def __init__(
        self, line: int, within: str, array: NDArray[Any], errors: dict[int, float]
    ):
        self.line, self.origin = line, 0
        self.within = within
        self.paths: list[str] = []
        self.shape = array.shape
        self.errors = errors
        self.turned = False
        self.statistics = describe(array)
        self.calls: list[int] = []
        self.cut = False
        self.slopes: dict[str, dict[str, Any]] | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "line": self.line,
            "origin": self.origin,
            "within": self.within,
            "paths": self.paths,
            "shape": list(self.shape),
            "errors": [[index, error] for index, error in self.errors.items()],
            "turned": self.turned,
            "statistics": self.statistics,
            "calls": self.calls,
            "cut": self.cut,
            "slopes": self.slopes,
        }


class Draw:
    """A call of something random: what it makes of ones, and of what it was given.

    Attributes:
        line: of the file.
        path: of a layer that is random as a whole, or "".
        within: the path of the layer that was running, "" for the network itself.
        sources: the nodes whose value it was given.
        changed: whether its value differed from what it was given.
        law: what it makes of many ones, if that was asked for.
    """

    def __init__(
        self, line: int, path: str, within: str, sources: list[int], changed: bool
    ):
        self.line = line
        self.path = path
        self.within = within
        self.sources = sources
        self.changed = changed
        self.law: dict[str, Any] | None = None


def describe(array: NDArray[Any]) -> dict[str, float]:
    """Mean, standard deviation, least and greatest value."""
    if not array.size:
        return {}
    with np.errstate(all="ignore"):
        return {
            "mean": float(array.mean()),
            "std": float(array.std()),
            "min": float(array.min()),
            "max": float(array.max()),
        }
