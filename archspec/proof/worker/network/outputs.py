"""Finds the outputs among the computed values if a call returns something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from archspec.backends.contract.runtime import as_outputs

if TYPE_CHECKING:
    from archspec.backends.contract.probe import Probe

CLOSE = 1e-6  # relative error up to which the first value is used rather than the best

# The shapes of the outputs, without the batch axis, by the index of their node.
Wanted = Mapping[int, Sequence[int]]


class FoundOutputs:
    """The outputs of a network.

    Args:
        probe: the probe of the framework.
        search: whether to search for them among the values if something else is
            returned.
        ignored: patterns for names of outputs that do not count: ``output.aux`` in a
            dictionary, ``output.1`` in a tuple.

    Attributes:
        left_out: the names that were ignored.
        instead: a description of the value returned in place of the outputs; "" if they
            are returned.
        lost: whether they are neither returned nor found.
    """

    def __init__(self, probe: Probe, search: bool, ignored: Sequence[str]):
        self._probe = probe
        self._search = search
        self._ignored = ignored
        self._wanted: Wanted = {}
        self._values: dict[int, Any] = {}
        self._errors: dict[int, float] = {}
        self._numbers: dict[int, int] = {}
        self._count = 0
        self.left_out: list[str] = []
        self.instead = ""
        self.lost = False

    def begin(self, wanted: Wanted) -> None:
        """Search for ``wanted`` in the next pass."""
        self._wanted = wanted if self._search else {}
        self._values, self._errors, self._count = {}, {}, 0

    def count(self, value: Any, compared: bool) -> None:
        """Count ``value``, observed in a pass that is ``compared`` or not.

        In a pass that is not, the outputs have the numbers of the last compared pass.
        """
        self._count += 1
        if compared:
            return
        for index, number in self._numbers.items():
            if number == self._count and index in self._wanted:
                self._values.setdefault(index, value)

    def keep(self, value: Any, errors: Mapping[int, float]) -> None:
        """Keep the last counted ``value`` if it is the closest to an output so far."""
        for index, shape in self._wanted.items():
            error, best = errors.get(index), self._errors.get(index, float("inf"))
            if error is None or error >= best or best <= CLOSE:
                continue
            if tuple(value.shape)[1:] == tuple(shape):
                self._values[index], self._errors[index] = value, error
                self._numbers[index] = self._count

    def replace(self, value: Any, made: Any) -> None:
        """Use ``made`` in place of ``value``."""
        for index, kept in self._values.items():
            if kept is value:
                self._values[index] = made

    def choose(self, result: Any) -> Any:
        """The outputs of a call that returned ``result``."""
        result = self._without_ignored(result)
        self.instead, self.lost = "", False
        if not self._wanted or self._fits(result):
            return result
        self.instead = self._words(result)
        found = [self._values[index] for index in self._wanted if index in self._values]
        if len(found) < len(self._wanted):
            self.lost = True
            return result
        return found[0] if len(found) == 1 else tuple(found)

    def _without_ignored(self, result: Any) -> Any:
        if not self._ignored:
            return result
        kept: list[Any] = []
        for name, value in _named(result):
            if not any(re.search(pattern, name) for pattern in self._ignored):
                kept.append(value)
            elif name not in self.left_out:
                self.left_out.append(name)
        if len(kept) == len(_named(result)):
            return result
        return kept[0] if len(kept) == 1 else tuple(kept)

    def _fits(self, result: Any) -> bool:
        values = as_outputs(result)
        shapes = list(self._wanted.values())
        return len(values) == len(shapes) and all(
            self._probe.is_tensor(value) and tuple(value.shape)[1:] == tuple(shape)
            for value, shape in zip(values, shapes)
        )

    def _words(self, result: Any) -> str:
        values = as_outputs(result)
        if not self._probe.is_tensor(result) and len(values) != 1:
            return f"{len(values)} values"
        if not self._probe.is_tensor(values[0]):
            return type(values[0]).__name__
        return f"a tensor of the shape {tuple(values[0].shape)}"


def _named(result: Any) -> list[tuple[str, Any]]:
    """The returned values with their names."""
    if isinstance(result, dict):
        values = cast("dict[Any, Any]", result)
        return [(f"output.{key}", value) for key, value in values.items()]
    fields: Sequence[Any] = getattr(result, "_fields", ())
    if isinstance(result, (tuple, list)):
        parts = cast("Sequence[Any]", result)
        names = fields or range(len(parts))
        return [(f"output.{name}", part) for name, part in zip(names, parts)]
    return []
