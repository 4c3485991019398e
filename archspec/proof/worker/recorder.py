"""Sees every value that a network computes, in the file and in the framework's layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.backends.runtime import as_outputs
from archspec.proof.worker.events import Draw, Event, law
from archspec.proof.worker.matching import Matcher

if TYPE_CHECKING:
    from archspec.backends.probe import Probe

ONES = (512, 16, 4, 4)  # examples, channels, height, width: enough to see a rate


class Recorder:
    """What instrumented code and watched layers talk to.

    Attributes:
        matcher: the values expected of this pass; None if nothing is recorded.
        events: the values seen, in order.
        draws: the calls of something random, in order.
        random: whether dropout drops anything.
        lawful: whether each dropout is tried on ones.
        inside: paths of the layers that are running, outer before inner.
        places: the lines where layers are constructed, by path.
    """

    def __init__(self, probe: Probe):
        self._probe = probe
        self._last: object = None
        self._layers: dict[int, tuple[object, int]] = {}  # with where they were made
        self._makers: list[int] = [0]
        self.matcher: Matcher | None = None
        self.events: list[Event] = []
        self.draws: list[Draw] = []
        self.random = True
        self.lawful = False
        self._drawing = False
        self.inside: list[str] = []
        self.places: dict[str, int] = {}

    def place(self, layers: Iterable[tuple[str, object]]) -> None:
        """Remember where ``layers``, which the file constructed, come from."""
        for path, layer in layers:
            self.places[path] = self._layers.get(id(layer), (None, 0))[1]

    def begin(
        self, matcher: Matcher | None, random: bool = True, lawful: bool = False
    ) -> None:
        """Forget what was seen, and see what follows.

        Without ``random`` no dropout drops anything; if ``lawful``, each is tried on
        ones as well.
        """
        self.matcher, self.random, self.lawful = matcher, random, lawful
        self.events, self.draws, self.inside = [], [], []
        self._last, self._makers = None, [0]

    def call(self, line: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """``function(*args, **kwargs)``, which the file calls at ``line``."""
        made = self._layers.get(id(function), (None, 0))[1]
        self._makers.append(made or self._makers[-1])
        try:
            result = function(*args, **kwargs)
        finally:
            self._makers.pop()
        if callable(result):  # a layer, or what wraps a function
            self._layers.setdefault(id(result), (result, line))
        # A helper of the file is where its caller calls it.
        self._see(line, made, result, isinstance(function, FunctionType))
        return result

    def value(self, line: int, value: Any) -> Any:
        """``value``, which the file computes at ``line``."""
        self._see(line, 0, value, False)
        return value

    def enter(self, path: str) -> None:
        """The layer at ``path`` begins."""
        self.inside.append(path)

    def leave(self, path: str, given: Any, made: Any) -> None:
        """The layer at ``path`` made ``made``."""
        del given
        self.inside.pop()
        for value in as_outputs(made):
            event = self._see(0, self.places.get(path, 0), value, False)
            if event is not None:
                event.paths.append(path)

    def draw(
        self, path: str, function: Callable[..., Any], *args: Any, **kw: Any
    ) -> Any:
        """``function(*args, **kw)``, where what it draws is random."""
        name = "" if args else next(iter(kw))
        given = args[0] if args else kw.pop(name)

        def draw(x: Any) -> Any:
            if name:
                return function(**{name: x}, **kw)
            return function(x, *args[1:], **kw)

        if self._drawing:  # one inside another is part of it
            return draw(given)
        self._drawing = True
        try:
            made = draw(given) if self.random else given
            if self._probe.is_tensor(given):
                self._drawn(path, given, made, draw)
        finally:
            self._drawing = False
        return made

    def _drawn(
        self, path: str, given: Any, made: Any, draws: Callable[[Any], Any]
    ) -> None:
        layer = self.inside[-1] if self.inside else ""
        line = self.places.get(layer, 0) or self._makers[-1]
        before, after = self._probe.to_numpy(given), self._probe.to_numpy(made)
        sources = [] if self.matcher is None else list(self.matcher.match(before))
        draw = Draw(line, path, sources, not np.array_equal(before, after))
        if self.lawful:
            ones = self._probe.tensor(np.ones(ONES, before.dtype))
            draw.law = law(self._probe.to_numpy(draws(ones)))
        self.draws.append(draw)

    def _see(self, line: int, made: int, value: Any, helper: bool) -> Event | None:
        if self.matcher is None:
            return None
        if isinstance(value, (tuple, list)):
            for part in as_outputs(value):
                self._see(line, made, part, helper)
            return None
        if not self._probe.is_tensor(value):
            return None
        if value is self._last and self.events:
            event = self.events[-1]
            if helper or not event.line:
                event.line = line
            event.made = event.made or made
            return event
        array = self._probe.to_numpy(value)
        if array.dtype.kind != "f":
            return None
        event = Event(line, made or self._makers[-1], array, self.matcher.match(array))
        self._last = value
        self.events.append(event)
        return event
