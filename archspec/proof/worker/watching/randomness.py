"""The file's own randomness: numbers that it draws and multiplies with a value.

A framework's dropout is a function that can be intercepted. Other masks are found by
following them: drawn numbers are marked, and so are values computed from them. A marked
value that equals the input of a random node with parts dropped is the output of that
node.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Dict, List

import numpy as np

from archspec.proof.worker.watching.masks import EVEN, choices, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from archspec.backends.contract.probe import Probe

NONE: frozenset[int] = frozenset()

# Modules whose functions draw; `Probe.draws` has those of a framework.
_MODULES = re.compile(r"(numpy|cupy)\b.*\brandom\b|random$")
_PLAIN = (bool, int, str, bytes, type(None), type)


# Kind and rate of each random node, by the index (as text) of its input.
Rates = Dict[str, List[Any]]


def whole(rates: Rates) -> dict[int, tuple[str, float]]:
    """``rates`` with whole numbers as keys."""
    return {int(index): (kind, rate) for index, (kind, rate) in rates.items()}


class Held:
    """The input of a random node.

    Attributes:
        index: the index of the node with this value.
        value: the tensor.
        array: its numbers.
    """

    def __init__(self, index: int, value: Any, array: NDArray[Any]):
        self.index, self.value, self.array = index, value, array


class Found:
    """A dropout of the file itself.

    Attributes:
        index: the index of the node whose value is its input.
        line: the line of its last computation.
        within: the running layer.
        marks: the draws that it depends on.
        states: the choice for each value.
        factors: the least and the greatest factor of values.
        again: calls it with another value; None if it is not a function.
    """

    def __init__(self, index: int, line: int, within: str):
        self.index, self.line, self.within = index, line, within
        self.marks: frozenset[int] = NONE
        self.states: NDArray[Any] | None = None
        self.factors: list[float] = []
        self.again: Callable[[Any], Any] | None = None


class Randomness:
    """The file's own draws in a pass in training mode.

    Args:
        probe: the probe of the framework.
        rates: kind and rate of each random node, by the index of its input.
        script: the record of an earlier pass, followed by this one, whose values are
            unknown.
    """

    def __init__(
        self,
        probe: Probe,
        rates: Mapping[int, tuple[str, float]],
        script: Script | None = None,
    ):
        self._probe, self.rates = probe, rates
        self._marked: dict[int, tuple[object, frozenset[int]]] = {}
        self._held: dict[int, Held] = {}
        self._replay = script
        self._state = self._fingerprint()
        self.script = Script()
        self.number = 0  # of observed values
        self.sources: list[int] = []  # the line of each
        self.found: list[Found] = []

    def unused(self) -> list[int]:
        """The lines that drew numbers that were not seen to drop anything."""
        used = {mark for one in self.found for mark in one.marks}
        left = {line for n, line in enumerate(self.sources) if n not in used}
        return sorted(left)

    def sync(self) -> None:
        """Ignore all draws up to now."""
        self._state = self._fingerprint()

    def source(self, line: int, made: Any) -> None:
        """``made`` was drawn at ``line``."""
        self.sources.append(line)
        self._mark(made, frozenset([len(self.sources) - 1]))

    def computed(
        self, line: int, function: Any, given: Iterable[Any], made: Any
    ) -> None:
        """Mark ``made`` if ``function`` drew it, or computed it from marked values."""
        state = self._fingerprint()
        drawn = state != self._state or (made is not None and self._draws(function))
        self._state = state
        marks = NONE.union(
            *map(self.marks, [*given, getattr(function, "__self__", None)])
        )
        if drawn:
            self.sources.append(line)
            marks |= {len(self.sources) - 1}
        if marks:
            self._mark(made, marks)

    def _draws(self, function: Any) -> bool:
        owner = type(getattr(function, "__self__", None)).__module__
        module = str(getattr(function, "__module__", None) or owner)
        name = getattr(function, "__name__", "")
        if name in ("seed", "manual_seed", "default_rng", "RandomState", "get_state"):
            return False
        return any(
            _MODULES.search(each) or self._probe.draws(each, name)
            for each in (module, owner)
        )

    def marks(self, value: Any) -> frozenset[int]:
        """The draws that a value depends on."""
        if isinstance(value, (tuple, list)):
            return NONE.union(*map(self.marks, _parts(value)))
        owner = getattr(value, "base", None)  # NumPy's and PyTorch's views
        owner = getattr(value, "_base", None) if owner is None else owner
        return NONE.union(
            *(
                self._marked[id(one)][1]
                for one in (value, owner)
                if id(one) in self._marked
            )
        )

    def see(self, value: Any, array: NDArray[Any], nodes: Iterable[int]) -> None:
        """Record a computed value, with the nodes that have it."""
        self.number += 1
        if self._replay is not None:
            nodes = self._replay.held.get(self.number, ())
        wanted = [index for index in nodes if index in self.rates]
        if not wanted or self.marks(value):
            return
        self.script.held[self.number] = wanted
        for index in wanted:
            self._held[index] = Held(index, value, array.copy())

    def dropped(
        self, line: int, within: str, value: Any, array: NDArray[Any]
    ) -> Any | None:
        """The value to use in place of ``value`` if it is the output of a dropout: its
        input.
        """
        if self._replay is not None:
            index = self._replay.dropped.get(self.number)
            return (
                None if index is None else self._take(index, line, within, value, array)
            )
        marked = bool(self.marks(value))
        for index in reversed(self._held):
            if not marked and not self._scales(index, array):
                continue
            made = self._take(index, line, within, value, array)
            if made is not None:
                return made
        return None

    def _take(
        self, index: int, line: int, within: str, value: Any, array: NDArray[Any]
    ) -> Any | None:
        held = self._held[index]
        if held.value is value:
            return None
        chosen = choices(array, held.array)
        if chosen is None:
            return None
        self.script.dropped[self.number] = index
        one = self.of(index)
        if one is None:
            one = Found(index, line, within)
            self.found.append(one)
        one.marks |= self.marks(value)
        one.states, one.factors = merged(one.states, one.factors, *chosen)
        return held.value

    def _scales(self, index: int, array: NDArray[Any]) -> bool:
        """Whether a value completes a mask of the file with its scale."""
        one, (_, rate) = self.of(index), self.rates[index]
        if one is None or any(abs(factor - 1) > EVEN for factor in one.factors):
            return False
        chosen = choices(array, self._held[index].array)
        return chosen is not None and all(
            abs(factor * (1 - rate) - 1) <= EVEN for factor in chosen[1] or [0.0]
        )

    def of(self, index: int) -> Found | None:
        """The dropout of a node's input."""
        return next((one for one in self.found if one.index == index), None)

    def is_held(self, value: Any) -> int | None:
        """The index of the input of a random node, if ``value`` is one."""
        return next((i for i, h in self._held.items() if h.value is value), None)

    def _mark(self, value: Any, marks: frozenset[int]) -> None:
        if isinstance(value, (tuple, list)):
            for part in _parts(value):
                self._mark(part, marks)
        elif not isinstance(value, _PLAIN) and not callable(value):
            # Keep the value itself, so that no other one gets its identity.
            self._marked[id(value)] = (value, self.marks(value) | marks)

    def _fingerprint(self) -> tuple[Any, ...]:
        state: Any = np.random.get_state()
        # The first word of the key distinguishes a newly seeded generator from the
        # last.
        return (
            state[2],
            state[3],
            int(state[1][0]),
            hash(random.getstate()),
            self._probe.generator(),
        )


class Script:
    """The numbers of the values at which inputs and outputs of random nodes appeared.

    Attributes:
        held: the nodes by the number of their input.
        dropped: the node by the number of its output.
    """

    def __init__(self) -> None:
        self.held: dict[int, list[int]] = {}
        self.dropped: dict[int, int] = {}


def _parts(value: Any) -> list[Any]:
    return list(value)[:64]
