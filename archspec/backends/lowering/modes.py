"""The return values of each mode, and the steps that only this mode needs."""

from collections.abc import Sequence

from archspec.backends.forward.program import (
    AnyStep,
    Program,
    Ref,
    Step,
    When,
    ins_of,
    outs_of,
)
from archspec.backends.forward.schedule import Ending
from archspec.backends.lowering.children import Writer
from archspec.backends.python.nodes import Literal
from archspec.model.definitions import ClassDef


def endings(
    definition: ClassDef, writer: Writer
) -> tuple[Program, Ending, Ending | None]:
    """The steps that every mode runs, and the return of each mode."""
    exits = [(exit, writer.ref(exit.value)) for exit in definition.outputs]
    infer = [ref if exit.only != "train" else None for exit, ref in exits]
    train = [ref if exit.only != "inference" else None for exit, ref in exits]
    if infer == train:
        return writer.steps, Ending([], tuple(ref for _, ref in exits)), None
    for_infer = _needed(writer.steps, [ref for ref in infer if ref])
    for_train = _needed(writer.steps, [ref for ref in train if ref])
    both = for_infer & for_train
    common = [step for step in writer.steps if id(step) in both]

    def ending(chosen: set[int], refs: Sequence[Ref | None]) -> Ending:
        steps = [step for step in writer.steps if id(step) in chosen - both]
        if definition.root:
            return Ending(steps, tuple(ref for ref in refs if ref))
        # Callers of a block unpack all outputs: an absent output keeps its place.
        found = [ref or Ref() for ref in refs]
        none = [
            Step(b, (), lambda _: Literal(None))
            for a, b in zip(refs, found, strict=True)
            if not a
        ]
        return Ending([*steps, *none], tuple(found))

    return common, ending(for_infer, infer), ending(for_train, train)


def _needed(steps: Program, refs: Sequence[Ref]) -> set[int]:
    """The steps that ``refs`` depend on, by identity."""
    wanted: set[Ref] = set(refs)
    found: set[int] = set()
    for step in reversed(steps):
        if wanted.isdisjoint(outs_of(step)):
            continue
        found.add(id(step))
        wanted |= _all_ins(step)
    return found


def _all_ins(step: AnyStep) -> set[Ref]:
    """The values that ``step``, and the steps inside it, read."""
    inner = step.steps if isinstance(step, When) else []
    return set(ins_of(step)).union(*map(_all_ins, inner))
