"""Calls of children in ``forward``, each written again where the child is reused."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from archspec.backends.contract.flow import MAJOR
from archspec.backends.forward.program import Each, Ref, Step, Unpack
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code
from archspec.model.definitions import AnyItem, CallItem, ReuseItem, Val

WriteCall: TypeAlias = Callable[[AnyItem], None]  # writes what gives an item's value


def called(state: ClassState, child: Code, outside: Sequence[Val] = ()) -> WriteCall:
    """Writes a call of ``child``, which also gets the values from ``outside``."""

    def write(item: AnyItem) -> None:
        ins = _refs(state, (*item.inputs, *outside))
        call = Step(
            state.new(item.out), ins, lambda codes: invoke(child, *codes), MAJOR
        )
        state.compute(call)

    return write


def unpacked(state: ClassState, child: Code) -> WriteCall:
    """Writes a call of a ``child`` of several outputs."""

    def write(item: AnyItem) -> None:
        assert isinstance(item, (CallItem, ReuseItem))
        ins = _refs(state, item.inputs)
        for name, val in item.outs.items():
            state.hints.setdefault(val, (name, True))
        outs = tuple(state.new(val) for val in item.outs.values())
        state.compute(Unpack(outs, ins, lambda codes: invoke(child, *codes)))

    return write


def looped(state: ClassState, child: Code, outside: Sequence[Val]) -> WriteCall:
    """Writes a loop over the layers of ``child``, which read more than one value."""

    def write(item: AnyItem) -> None:
        ins = _refs(state, (*item.inputs, *outside))
        out = state.new(item.out)
        state.compute(Each(out, ins, child, lambda codes: invoke(*codes)))

    return write


def _refs(state: ClassState, values: Sequence[Val]) -> tuple[Ref, ...]:
    return tuple(map(state.ref, values))
