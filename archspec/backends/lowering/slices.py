"""Calls of a group with parts that are outputs of the surrounding class.

A class made for the group returns these parts. A container is called in slices that end
at the outputs: ``self.features[:4](x)``.
"""

from collections.abc import Sequence
from functools import partial

from archspec.backends.containers.groups import LayerMaker
from archspec.backends.containers.parts import parts_in, returned
from archspec.backends.contract.flow import MAJOR
from archspec.backends.forward.program import Each, Ref, Step, Unpack
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.python.nodes import Bounds, Code, Literal, Subscript
from archspec.model.definitions import AnyItem, ModelBody, RepeatItem, SeqItem, Val


class Slices:
    """Writes the calls of one group.

    Args:
        state: the state of the calling class.
        layers: decides which groups become classes.
    """

    def __init__(self, state: ClassState, layers: LayerMaker):
        self._state, self._layers = state, layers
        self._outputs = layers.context.outputs

    def call(self, item: SeqItem, child: Code, beyond: Sequence[Val]) -> None:
        """Write the calls of ``child``, made for ``item``; it also gets ``beyond``."""
        ins = tuple(self._state.ref(val) for val in (*item.inputs, *beyond))
        self._call(item.body, child, ins, (*self._layers.path, item.name or "layer"))

    def _call(
        self, body: ModelBody, child: Code, ins: tuple[Ref, ...], path: Sequence[str]
    ) -> None:
        state = self._state
        if self._layers.in_class(body, path):
            outs = tuple(map(state.new, returned(body, self._outputs)))
            takes_mode = self._layers.context.modes.takes_mode.body(body)
            build = partial(state.call_of, child, takes_mode=takes_mode)
            state.compute(Unpack(outs, ins, build))
            return
        start, count = 0, len(body.items)
        for number, item in enumerate(body.items):
            if isinstance(item, SeqItem) and parts_in(item.body, self._outputs):
                self._slice(body, child, start, number)
                ins, inner = (state.ref(item.inputs[0]),), (*path, "layer")
                self._call(item.body, Subscript(child, (Literal(number),)), ins, inner)
                start = number + 1
            elif item.out in self._outputs:
                self._slice(body, child, start, number + 1)
                start = number + 1
        self._slice(body, child, start, count)

    def _slice(self, body: ModelBody, child: Code, start: int, stop: int) -> None:
        """Write the call of the items from ``start`` to ``stop``."""
        if start == stop:
            return
        state, (first, last) = self._state, (body.items[start], body.items[stop - 1])
        ins, out = (state.ref(first.inputs[0]),), state.new(last.out)
        single = stop - start == 1 and not _moving(first)
        ends = start or None, stop if stop < len(body.items) else None
        bounds = Bounds(*(None if end is None else Literal(end) for end in ends))
        code = Subscript(child, (Literal(start) if single else bounds,))
        takes_mode = any(
            map(self._layers.context.modes.takes_mode.item, body.items[start:stop])
        )
        if single or state.dialect.slices_are_layers:
            build = partial(state.call_of, code, takes_mode=takes_mode)
            state.compute(Step(out, ins, build, MAJOR))
            return

        def apply(codes: list[Code]) -> Code:
            return state.call_of(codes[0], codes[1:], takes_mode)

        state.compute(Each(out, ins, code, apply))


def _moving(item: AnyItem) -> bool:
    """Whether an item of a list may become no item, or several, of its container."""
    spliced = isinstance(item, RepeatItem) and item.spliced
    return item.when is not None or spliced
