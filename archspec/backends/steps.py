"""What ``forward`` does, before it is written: steps over references."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from archspec.backends.target import Code

Build = Callable[[list[Code]], Code]

MAJOR, MINOR, POOL, JOIN = "major", "minor", "pool", "join"


@dataclass(eq=False)
class Ref:
    """A value of the program; ``hint`` is the name it would like, ``firm`` if it must."""

    hint: str = ""
    firm: bool = False


@dataclass(frozen=True, eq=False)
class Step:
    """``out = build(ins)``; a major step begins a statement of its own."""

    out: Ref
    ins: tuple[Ref, ...]
    build: Build
    kind: str = MINOR


@dataclass(frozen=True, eq=False)
class Unpack:
    """``a, b = build(ins)``"""

    outs: tuple[Ref, ...]
    ins: tuple[Ref, ...]
    build: Build


@dataclass(frozen=True, eq=False)
class When:
    """``out`` is ``result`` of ``steps`` where ``cond`` holds, else ``other``."""

    out: Ref
    cond: Code
    steps: "Program"
    result: Ref
    other: Ref


@dataclass(frozen=True, eq=False)
class Each:
    """``out`` is the first of ``ins`` after every layer of ``layers``, which read all.

    ``build`` applies one layer, given before the values.
    """

    out: Ref
    ins: tuple[Ref, ...]
    layers: Code
    build: Build


AnyStep: TypeAlias = Step | Unpack | When | Each
Program: TypeAlias = list[AnyStep]


def reads_of(steps: Program, ref: Ref) -> int:
    """How often ``steps`` read ``ref``."""
    count = 0
    for step in steps:
        if isinstance(step, When):
            count += (
                reads_of(step.steps, ref) + (step.result is ref) + (step.other is ref)
            )
        else:
            count += sum(item is ref for item in step.ins)
    return count


def prune(steps: Program, wanted: set[Ref]) -> Program:
    """Those of ``steps`` that ``wanted`` depends on; adds to ``wanted`` what they read.

    What a conditional makes for others than itself is made before it, in any case.
    """
    kept: Program = []
    for step in reversed(steps):
        outs = step.outs if isinstance(step, Unpack) else (step.out,)
        if isinstance(step, When):
            before: Program = []
            if not wanted.isdisjoint(_made(step.steps)):
                step, before = replace(step, steps=[]), step.steps
            if step.out in wanted:
                wanted |= {step.result, step.other}
                kept.append(replace(step, steps=prune(step.steps, wanted)))
            kept += reversed(prune(before, wanted))
        elif not wanted.isdisjoint(outs):
            wanted |= set(step.ins)
            kept.append(step)
    return kept[::-1]


def _made(steps: Program) -> set[Ref]:
    """The references that ``steps`` define."""
    found: set[Ref] = set()
    for step in steps:
        found.update(step.outs if isinstance(step, Unpack) else (step.out,))
        if isinstance(step, When):
            found |= _made(step.steps)
    return found


def count_uses(steps: Program, uses: dict[Ref, int]) -> None:
    """Add to ``uses`` how often each reference of ``steps`` is read."""
    for step in steps:
        if isinstance(step, When):
            count_uses(step.steps, uses)
            read: tuple[Ref, ...] = (step.result, step.other)
        else:
            read = step.ins
        for ref in read:
            uses[ref] = uses.get(ref, 0) + 1
