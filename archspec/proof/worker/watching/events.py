"""The observations of a pass: an event for each value, a draw for each dropout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Event:
    """A value that the file computed.

    Attributes:
        line: the line of the file that computed it, or 0.
        origin: the line in a function that is called at ``line``, or 0.
        within: the path of the running layer, "" for the network itself.
        paths: the paths of the layers that returned it, inner before outer.
        shape: its shape with the batch axis.
        errors: relative errors by the index of the nodes that it resembles.
        turned: whether it resembles them with its channels last.
        statistics: its mean, standard deviation, minimum and maximum.
        calls: the lines of the calls in which it was computed, outer before inner.
        cut: whether gradients end at it, if they are compared.
        slopes: its gradient compared with that of each node that it resembles, from
            `comparing.compare`; None if not requested.
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
        """The event as JSON."""
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
    """A call of a random function.

    Attributes:
        line: the line of the file.
        path: the path of a layer that is random as a whole, or "".
        within: the path of the running layer, "" for the network itself.
        sources: the nodes whose value is its input.
        changed: whether its output differed from its input.
        law: its effect on many ones, if requested.
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
    """Mean, standard deviation, minimum and maximum."""
    if not array.size:
        return {}
    with np.errstate(all="ignore"):
        return {
            "mean": float(array.mean()),
            "std": float(array.std()),
            "min": float(array.min()),
            "max": float(array.max()),
        }
