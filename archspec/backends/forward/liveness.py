"""The references that a program of steps reads, and the steps that it needs."""

from archspec.backends.forward.program import Program, Ref, When, ins_of, outs_of
from archspec.record import replace


def reads_of(steps: Program, ref: Ref) -> int:
    """The number of reads of ``ref`` in ``steps``."""
    count = 0
    for step in steps:
        count += sum(item is ref for item in ins_of(step))
        if isinstance(step, When):
            count += reads_of(step.steps, ref)
    return count


def prune(steps: Program, wanted: set[Ref]) -> Program:
    """The ``steps`` on which ``wanted`` depends; adds their inputs to ``wanted``.

    Steps in a conditional that others read move before it and always run. The rest
    stays inside, since a `bn` must not run if its condition does not hold.
    """
    kept: Program = []
    for step in reversed(steps):
        if isinstance(step, When):
            outside = wanted & _made(step.steps)
            before = prune(step.steps, outside)
            if step.out in wanted:
                wanted.update(ins_of(step))
                inside = _without(step.steps, _made(before))
                kept.append(replace(step, steps=prune(inside, wanted)))
            wanted |= outside
            kept += reversed(before)
        elif not wanted.isdisjoint(outs_of(step)):
            wanted.update(ins_of(step))
            kept.append(step)
    return kept[::-1]


def _without(steps: Program, made: set[Ref]) -> Program:
    """The ``steps`` whose values are not among ``made``."""
    kept: Program = []
    for step in steps:
        if isinstance(step, When):
            step = replace(step, steps=_without(step.steps, made))
        if made.isdisjoint(outs_of(step)):
            kept.append(step)
    return kept


def _made(steps: Program) -> set[Ref]:
    """The references that ``steps`` define."""
    found: set[Ref] = set()
    for step in steps:
        found.update(outs_of(step))
        if isinstance(step, When):
            found |= _made(step.steps)
    return found


def count_uses(steps: Program, uses: dict[Ref, int]) -> None:
    """Add the number of reads of each reference of ``steps`` to ``uses``."""
    for step in steps:
        if isinstance(step, When):
            count_uses(step.steps, uses)
        for ref in ins_of(step):
            uses[ref] = uses.get(ref, 0) + 1
