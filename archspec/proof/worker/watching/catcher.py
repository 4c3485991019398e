"""Intercepts random functions: a dropout, or a function of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.proof.worker.watching.events import Draw
from archspec.proof.worker.watching.masks import (
    DropoutCounts,
    calls_for,
    choices,
    shape_for,
)
from archspec.proof.worker.watching.matching import Matcher
from archspec.proof.worker.watching.randomness import Randomness

if TYPE_CHECKING:
    from archspec.backends.contract.probe import Probe
    from archspec.backends.contract.runtime import Array


class Catcher:
    """Turns dropout off, or tests it separately.

    Attributes:
        matcher: the expected values of this pass; None if nothing is recorded.
        draws: the random calls, in order.
        random: whether dropout drops anything.
        lawful: whether to test each dropout on ones.
        inside: the paths of the running layers, outer before inner.
        own: the file's own randomness; None if it is not observed.
        layers: the layers of the network, by path.
    """

    def __init__(self, probe: Probe):
        self._probe = probe
        self._lines: list[int] = [0]  # depth of running calls
        self.matcher: Matcher | None = None
        self.draws: list[Draw] = []
        self.random = True
        self.lawful = False
        self._drawing = False
        self.own: Randomness | None = None
        self.layers: dict[str, Any] = {}
        self.inside: list[str] = []

    def draw(
        self, path: str, function: Callable[..., Any], *args: Any, **kw: Any
    ) -> Any:
        """Call ``function``, which is random; observe its draw, or switch it off."""
        name = "" if args else next(iter(kw))
        given = args[0] if args else kw.pop(name)

        def draw(x: Any) -> Any:
            if name:
                return function(**{name: x}, **kw)
            return function(x, *args[1:], **kw)

        if self._drawing:  # a nested call is part of the outer one
            return draw(given)
        if not self._probe.is_tensor(given):
            return draw(given) if self.random else given
        before = self._probe.to_numpy(given)
        sources = [] if self.matcher is None else list(self.matcher.match(before))
        off = not self.random
        # A mask made by dropping another value.
        mask = off and self.own is not None and self.matcher is not None and not sources
        self._drawing = True
        try:
            made = given if off and not mask else draw(given)
            if mask and self.own is not None:
                self.own.source(self._lines[-1], made)
            else:
                chosen = any(map(self._probe.is_tensor, [*args[1:], *kw.values()]))
                self._drawn(path, sources, made, before, None if chosen else draw)
        finally:
            self._drawing = False
            if self.own is not None:
                self.own.sync()
        return made

    def _drawn(
        self,
        path: str,
        sources: list[int],
        made: Any,
        before: Array,
        draws: Callable[[Any], Any] | None,
    ) -> None:
        changed = not np.array_equal(before, self._probe.to_numpy(made))
        draw = Draw(self._lines[-1], path, self._within(), sources, changed)
        index = next((i for i in sources if self.own and i in self.own.rates), None)
        if self.lawful and draws and index is not None:
            draw.law = self.law(index, draws, before.ndim)
        self.draws.append(draw)

    def law(self, index: int, draws: Callable[[Any], Any], axes: int) -> dict[str, Any]:
        """The law of a dropout of a node's value with ``axes`` axes, from calls on ones."""
        assert self.own is not None
        kind, rate = self.own.rates[index]
        ones = np.ones(shape_for(kind, axes))
        law, drawing = DropoutCounts(rate), self._drawing
        self._drawing = True
        try:
            for _ in range(calls_for(kind, rate)):
                made = self._probe.to_numpy(draws(self._probe.tensor(ones)))
                law.add(*(choices(made, ones) or (ones != ones, [0.0, 0.0])))
        finally:
            self._drawing = drawing
        return law.plain()

    def _within(self) -> str:
        return self.inside[-1] if self.inside else ""

    def _close(
        self,
        start: int,
        again: Callable[[Any], Any],
        given: Iterable[Any],
        made: Any,
    ) -> None:
        """Record a function that made the whole draw, so that it can be called again."""
        index = self.own.is_held(made) if self.own else None
        one = self.own.of(index) if self.own and index is not None else None
        if one is None or one.again or not any(value is made for value in given):
            return
        if one.marks and min(one.marks) >= start:
            one.again = again
