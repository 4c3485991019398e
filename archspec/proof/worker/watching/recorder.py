"""Records every value that a network computes, in the file and in framework layers."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

from archspec.backends.contract.runtime import as_outputs
from archspec.proof.worker.network.outline import outline
from archspec.proof.worker.network.outputs import FoundOutputs
from archspec.proof.worker.watching.catcher import Catcher
from archspec.proof.worker.watching.comparing import compare
from archspec.proof.worker.watching.events import Event
from archspec.proof.worker.watching.matching import Matcher
from archspec.proof.worker.watching.randomness import Randomness, Script

if TYPE_CHECKING:
    from archspec.backends.contract.probe import Probe
    from archspec.backends.contract.runtime import Array

CLOSE = 1e-6  # relative error up to which a value's gradient can be that of a node


class Recorder(Catcher):
    """Receives the values of instrumented code and of layers with hooks.

    Attributes:
        slopes: the expected gradients of this pass, by index of node; None if they are
            not compared.
        events: the observed values, in order.
        places: the lines that construct layers, by path.
        around: the lines of the calls around that, outer before inner: of the class
            with the layer, or of the function that makes it.
        last: the line of the last return.
        result: the outline of the returned value; None before the return.
        outputs: finds the outputs if a call returns something else.
    """

    def __init__(self, probe: Probe):
        super().__init__(probe)
        self._last: tuple[object, Array] | None = None  # last value, and its numbers
        # With the lines of the calls that made them, their own last.
        self._layers: dict[int, tuple[object, list[int]]] = {}
        self.slopes: Mapping[int, Array] | None = None
        self.events: list[Event] = []
        self._owners: list[Any] = []  # of the current subscripts
        self._starts: list[int] = []  # the number of draws when each layer began
        self.places: dict[str, int] = {}
        self.around: dict[str, list[int]] = {}
        self._order: dict[str, int] = {}
        self.last = 0
        self.result: dict[str, Any] | None = None
        self.outputs: FoundOutputs | None = None

    def forget(self) -> None:
        """Release the network, because modules of the file may keep this object."""
        self._last, self._layers, self.layers = None, {}, {}
        self.matcher, self.slopes, self.own, self.outputs = None, None, None, None
        self.events, self.draws = [], []

    def place(self, layers: Iterable[tuple[str, object]]) -> None:
        """Record the constructing lines of ``layers``."""
        numbers = {key: number for number, key in enumerate(self._layers)}
        for path, layer in layers:
            *around, line = self._layers.get(id(layer), (None, [0]))[1]
            self.places[path], self.around[path] = line, around
            if id(layer) in numbers:
                self._order[path] = numbers[id(layer)]

    def made(self, tensor: str) -> int:
        """The number of the layer of ``tensor`` in the order of construction.

        A layer with an unknown number has the number of the enclosing layer.
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
        rates: Mapping[int, tuple[str, float]] | None = None,
        script: Script | None = None,
    ) -> None:
        """Discard all observations, and start a new pass.

        Without ``random`` no dropout drops anything; if ``lawful``, each is also tested
        on ones. ``rates`` and ``script`` are arguments of `Randomness`.
        """
        self.own = None
        if rates is not None:
            self.own = Randomness(self._probe, rates, script)
        self._owners, self._starts = [], []
        self.matcher, self.random, self.lawful = matcher, random, lawful
        self.slopes = slopes
        self.events, self.draws, self.inside = [], [], []
        self.result = None
        self._last, self._lines = None, [0]

    def call(self, line: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """``function(*args, **kwargs)``, which the file calls at ``line``."""
        own = None if self._drawing else self.own
        start = len(own.sources) if own else 0
        self._lines.append(line)
        try:
            result = function(*args, **kwargs)
        finally:
            self._lines.pop()
        if callable(result):  # a layer, or a wrapped function
            self._layers.setdefault(id(result), (result, [*self._lines[1:], line]))
        # A value of a helper in the file belongs to the line of its call.
        helper = isinstance(function, FunctionType)
        if own is None:
            return self._passed(line, result, helper)
        given = [*args, *kwargs.values()]
        own.computed(line, function, given, result)
        made = self._passed(line, result, helper)

        def again(x: Any) -> Any:
            return function(
                *(x if arg is made else arg for arg in args),
                **{key: x if arg is made else arg for key, arg in kwargs.items()},
            )

        self._close(start, again, given, made)
        return made

    def operate(self, line: int, name: str, *operands: Any) -> Any:
        """The result of an expression at ``line`` on its operands."""
        made = getattr(operator, name)(*operands)
        if self.own is not None and not self._drawing:
            self.own.computed(line, operator, operands, made)
        return self._passed(line, made, False)

    def owner(self, value: Any) -> Any:
        """``value``, the owner of a subscript."""
        self._owners.append(value)
        return value

    def part(self, line: int, made: Any) -> Any:
        """``made``, a part of the last owner."""
        owner = self._owners.pop()
        if self.own is not None and not self._drawing:
            self.own.computed(line, operator, [owner], made)
        return self._passed(line, made, False)

    def value(self, line: int, value: Any) -> Any:
        """``value``, which the file computes at ``line``."""
        return self._passed(line, value, False)

    def _passed(self, line: int, value: Any, helper: bool) -> Any:
        """The value that the file gets for ``value``."""
        event = self._see(line, value, helper)
        if self.own is None or self._drawing or not self._probe.is_tensor(value):
            return self._spied(value, event)
        array = self._probe.to_numpy(value)
        kept = self.own.dropped(self._lines[-1] or line, self._within(), value, array)
        if kept is None:
            return self._spied(value, event)
        if event is not None and self.events and self.events[-1] is event:
            self.events.pop()
            self._last = None
        return kept

    def returned(self, line: int, value: Any) -> Any:
        """``value``, which the file returns at ``line``."""
        self.last = line
        return value

    def enter(self, path: str) -> None:
        """The layer at ``path`` starts."""
        self.inside.append(path)
        self._starts.append(len(self.own.sources) if self.own else 0)

    def leave(self, path: str, given: Any, made: Any) -> None:
        """The layer at ``path`` ends: it was ``given`` a value and ``made`` another."""
        self.inside.pop()
        if not path:
            self.result = outline(made, self._probe.is_tensor)
        start = self._starts.pop() if self._starts else 0
        if given is made and path in self.layers and not self._drawing:
            self._close(start, self.layers[path], [given], made)
        for value in as_outputs(made):
            event = self._see(0, value, False)
            if event is None:
                continue
            inner = f"{event.within}.".startswith(f"{path}.")
            # A value that a layer only passes on is not its output.
            if not path or not event.line or inner or value is not given:
                event.paths.append(path)

    def _see(self, line: int, value: Any, helper: bool) -> Event | None:
        idle = self.matcher is None and self.outputs is None and self.own is None
        if self._drawing or idle:
            return None
        if isinstance(value, (tuple, list)):
            for part in as_outputs(value):
                self._see(line, part, helper)
            return None
        if not self._probe.is_tensor(value):
            return None
        if self.outputs is not None:
            self.outputs.count(value, self.matcher is not None)
        array = self._probe.to_numpy(value)
        if self.own is not None and array.dtype.kind == "f":
            self.own.see(value, array, self._nodes(array))
        if self.matcher is None:
            return None
        # A value that appears again counts once, unless it was changed in place.
        if self._is_last(value, array):
            event = self.events[-1]
            if helper:
                event.origin = event.origin or event.line
            if helper or not event.line:
                event.line = line
            return event
        if array.dtype.kind != "f":
            return None
        errors = self.matcher.match(array)
        event = Event(line, self._within(), array, errors)
        event.calls = self._lines[1:]
        if not errors and array.ndim == 4:
            # Between layers, a file may use channels last.
            event.errors = self.matcher.match(np.moveaxis(array, 3, 1))
            event.turned = bool(event.errors)
        elif self.outputs is not None:
            self.outputs.keep(value, errors)
        self._last = (value, array.copy())
        self.events.append(event)
        return event

    def _nodes(self, array: Array) -> list[int]:
        """The nodes with this value."""
        found = {} if self.matcher is None else self.matcher.match(array)
        return [index for index, error in found.items() if error <= CLOSE]

    def _spied(self, value: Any, event: Event | None) -> Any:
        """``value``, whose gradient will be recorded in the event."""
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
