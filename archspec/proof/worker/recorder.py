"""Sees every value that a network computes, in the file and in the framework's layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.backends.runtime import as_outputs
from archspec.proof.worker.comparing import compare
from archspec.proof.worker.events import Draw, Event, law
from archspec.proof.worker.matching import Matcher
from archspec.proof.worker.outline import outline
from archspec.proof.worker.outputs import Outputs

if TYPE_CHECKING:
    from archspec.backends.probe import Probe
    from archspec.backends.runtime import Array

ONES = (512, 16, 4, 4)  # examples, channels, height, width: enough to see a rate
CLOSE = 1e-6  # relative error of a value whose gradient can be that of a node
FLAT_ONES = (512, 256)  # examples, features: as many, and hundreds along each axis


class Recorder:
    """What instrumented code and watched layers talk to.

    Attributes:
        matcher: the values expected of this pass; None if nothing is recorded.
        slopes: the gradients expected of this pass, by the index of their node; None
            if they are of no interest.
        events: the values seen, in order.
        draws: the calls of something random, in order.
        random: whether dropout drops anything.
        lawful: whether each dropout is tried on ones.
        inside: paths of the layers that are running, outer before inner.
        places: the lines where layers are constructed, by path.
        around: the lines of the calls in which they are, outer before inner: of the class
            whose instance a layer is part of, of the function that makes it.
        last: the line of the last return.
        result: what the network returned, as `outline` has it; None before it does.
        outputs: what stands for the outputs, where a call returns something else.
    """

    def __init__(self, probe: Probe):
        self._probe = probe
        self._last: tuple[object, Array] | None = None  # value seen, and its numbers
        # With the lines of the calls in which they were made, their own last.
        self._layers: dict[int, tuple[object, list[int]]] = {}
        self._lines: list[int] = [0]  # of the calls that are running
        self.matcher: Matcher | None = None
        self.slopes: Mapping[int, Array] | None = None
        self.events: list[Event] = []
        self.draws: list[Draw] = []
        self.random = True
        self.lawful = False
        self._drawing = False
        self.inside: list[str] = []
        self.places: dict[str, int] = {}
        self.around: dict[str, list[int]] = {}
        self._order: dict[str, int] = {}
        self.last = 0
        self.result: dict[str, Any] | None = None
        self.outputs: Outputs | None = None

    def place(self, layers: Iterable[tuple[str, object]]) -> None:
        """Remember where ``layers``, which the file constructed, come from."""
        numbers = {key: number for number, key in enumerate(self._layers)}
        for path, layer in layers:
            *around, line = self._layers.get(id(layer), (None, [0]))[1]
            self.places[path], self.around[path] = line, around
            if id(layer) in numbers:
                self._order[path] = numbers[id(layer)]

    def made(self, tensor: str) -> int:
        """The number of the layer of ``tensor`` in the order in which they were made.

        A layer of which that is unknown has the number of the one around it.
        """
        path = tensor
        while path and path not in self._order:
            path = path.rpartition(".")[0]
        return self._order.get(path, -1)

    def begin(
        self,
        matcher: Matcher | None,
        random: bool = True,
        lawful: bool = False,
        slopes: Mapping[int, Array] | None = None,
    ) -> None:
        """Forget what was seen, and see what follows.

        Without ``random`` no dropout drops anything; if ``lawful``, each is tried on
        ones as well.
        """
        self.matcher, self.random, self.lawful = matcher, random, lawful
        self.slopes = slopes
        self.events, self.draws, self.inside = [], [], []
        self.result = None
        self._last, self._lines = None, [0]

    def call(self, line: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """``function(*args, **kwargs)``, which the file calls at ``line``."""
        self._lines.append(line)
        try:
            result = function(*args, **kwargs)
        finally:
            self._lines.pop()
        if callable(result):  # a layer, or what wraps a function
            self._layers.setdefault(id(result), (result, [*self._lines[1:], line]))
        # A helper of the file is where its caller calls it.
        event = self._see(line, result, isinstance(function, FunctionType))
        return self._spied(result, event)

    def value(self, line: int, value: Any) -> Any:
        """``value``, which the file computes at ``line``."""
        return self._spied(value, self._see(line, value, False))

    def returned(self, line: int, value: Any) -> Any:
        """``value``, which the file returns at ``line``."""
        self.last = line
        return value

    def enter(self, path: str) -> None:
        """The layer at ``path`` begins."""
        self.inside.append(path)

    def leave(self, path: str, given: Any, made: Any) -> None:
        """The layer at ``path`` was ``given`` a value and ``made`` another."""
        self.inside.pop()
        if not path:
            self.result = outline(made, self._probe.is_tensor)
        for value in as_outputs(made):
            event = self._see(0, value, False)
            if event is None:
                continue
            inner = f"{event.within}.".startswith(f"{path}.")
            # What a layer only passes on is not its own.
            if not path or not event.line or inner or value is not given:
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
                chosen = any(map(self._probe.is_tensor, [*args[1:], *kw.values()]))
                self._drawn(path, given, made, None if chosen else draw)
        finally:
            self._drawing = False
        return made

    def _drawn(
        self, path: str, given: Any, made: Any, draws: Callable[[Any], Any] | None
    ) -> None:
        before, after = self._probe.to_numpy(given), self._probe.to_numpy(made)
        sources = [] if self.matcher is None else list(self.matcher.match(before))
        changed = not np.array_equal(before, after)
        draw = Draw(self._lines[-1], path, self._within(), sources, changed)
        if self.lawful and draws:
            shape = ONES if before.ndim == len(ONES) else FLAT_ONES
            ones = self._probe.tensor(np.ones(shape, before.dtype))
            draw.law = law(self._probe.to_numpy(draws(ones)))
        self.draws.append(draw)

    def _within(self) -> str:
        return self.inside[-1] if self.inside else ""

    def _see(self, line: int, value: Any, helper: bool) -> Event | None:
        if self.matcher is None and self.outputs is None:
            return None
        if isinstance(value, (tuple, list)):
            for part in as_outputs(value):
                self._see(line, part, helper)
            return None
        if not self._probe.is_tensor(value):
            return None
        if self.outputs is not None:
            self.outputs.count(value, self.matcher is not None)
        if self.matcher is None:
            return None
        array = self._probe.to_numpy(value)
        # Unless it was changed in place, what is seen again is one value.
        if self._is_last(value, array):
            event = self.events[-1]
            if helper or not event.line:
                event.line = line
            return event
        if array.dtype.kind != "f":
            return None
        errors = self.matcher.match(array)
        event = Event(line, self._within(), array, errors)
        event.calls = self._lines[1:]
        if not errors and array.ndim == 4:
            # Between layers a file may have the channels last.
            event.errors = self.matcher.match(np.moveaxis(array, 3, 1))
            event.turned = bool(event.errors)
        elif self.outputs is not None:
            self.outputs.keep(value, errors)
        self._last = (value, array.copy())
        self.events.append(event)
        return event

    def _spied(self, value: Any, event: Event | None) -> Any:
        """``value``, whose gradient the event will have."""
        if self.slopes is None or event is None or event.slopes is not None:
            return value
        expected = {
            str(index): self.slopes[index]
            for index, error in event.errors.items()
            if index in self.slopes and error <= CLOSE and not event.turned
        }
        event.slopes = compare({}, expected)
        event.cut = not self._probe.tracked(value)

        def tell(gradient: Array) -> None:
            found = {i: gradient.reshape(a.shape) for i, a in expected.items()}
            event.slopes = compare(found, expected)

        made = self._probe.spy(value, tell)
        if self.outputs is not None:
            self.outputs.replace(value, made)
        if self._last is not None:
            self._last = (made, self._last[1])
        return made

    def _is_last(self, value: Any, array: Array) -> bool:
        if self._last is None:
            return False
        last, before = self._last
        return value is last and np.array_equal(array, before)
