"""Calls of children in ``forward``, written again wherever the child is reused."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from archspec.backends.contract.flow import MAJOR
from archspec.backends.forward.program import Each, Ref, Step, Unpack
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.python.nodes import Code
from archspec.model.definitions import AnyItem, CallItem, ReuseItem, Val

WriteCall: TypeAlias = Callable[[AnyItem], None]  # writes the steps of an item


def called(
    state: ClassState, child: Code, takes_mode: bool, outside: Sequence[Val] = ()
) -> WriteCall:
    """Writes a call of ``child``, which also gets the values from ``outside``.

    The call passes the mode if the child ``takes_mode``, as in the other functions.
    """
    build = partial(state.call_of, child, takes_mode=takes_mode)

    def write(item: AnyItem) -> None:
        ins = _refs(state, (*item.inputs, *outside))
        state.compute(Step(state.new(item.out), ins, build, MAJOR))

    return write


def unpacked(state: ClassState, child: Code, takes_mode: bool) -> WriteCall:
    """Writes a call of a ``child`` with several outputs."""
    build = partial(state.call_of, child, takes_mode=takes_mode)

    def write(item: AnyItem) -> None:
        assert isinstance(item, (CallItem, ReuseItem))
        ins = _refs(state, item.inputs)
        for name, val in item.outs.items():
            state.hints.setdefault(val, (name, True))
        outs = tuple(state.new(val) for val in item.outs.values())
        state.compute(Unpack(outs, ins, build))

    return write


def looped(
    state: ClassState, child: Code, takes_mode: bool, outside: Sequence[Val]
) -> WriteCall:
    """Writes a loop over the layers of ``child``, each of which reads several values."""

    def build(codes: list[Code]) -> Code:
        return state.call_of(codes[0], codes[1:], takes_mode)

    def write(item: AnyItem) -> None:
        ins = _refs(state, (*item.inputs, *outside))
        state.compute(Each(state.new(item.out), ins, child, build))

    return write


def _refs(state: ClassState, values: Sequence[Val]) -> tuple[Ref, ...]:
    return tuple(map(state.ref, values))
