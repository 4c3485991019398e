"""The program of ``forward`` before it is written: steps over references."""

from collections.abc import Callable
from typing import TypeAlias

from archspec.backends.contract.flow import MINOR
from archspec.backends.python.nodes import Code, Origin
from archspec.record import record

# None if some of the values must be variables.
Build = Callable[[list[Code]], Code | None]


@record(frozen=False, eq=False)
class Ref:
    """A value of the program; ``hint`` is its preferred name, required if ``firm``."""

    hint: str = ""
    firm: bool = False


@record(eq=False)
class Step:
    """``out = build(ins)``; a major step begins a new statement."""

    out: Ref
    ins: tuple[Ref, ...]
    build: Build
    kind: str = MINOR
    origin: Origin = ()


@record(eq=False)
class Unpack:
    """``a, b = build(ins)``"""

    outs: tuple[Ref, ...]
    ins: tuple[Ref, ...]
    build: Build
    origin: Origin = ()


@record(eq=False)
class When:
    """``out`` is ``result`` of ``steps`` if ``cond`` holds, else ``other``."""

    out: Ref
    cond: Code
    steps: "Program"
    result: Ref
    other: Ref
    origin: Origin = ()


@record(eq=False)
class Each:
    """Apply every layer of ``layers`` to the first of ``ins``; ``out`` is the result.

    Each layer also reads the other ``ins``. ``build`` applies one layer; it takes the
    layer before the values.
    """

    out: Ref
    ins: tuple[Ref, ...]
    layers: Code
    build: Build
    origin: Origin = ()


AnyStep: TypeAlias = Step | Unpack | When | Each
Program: TypeAlias = list[AnyStep]


def outs_of(step: AnyStep) -> tuple[Ref, ...]:
    """The references that ``step`` defines."""
    return step.outs if isinstance(step, Unpack) else (step.out,)


def ins_of(step: AnyStep) -> tuple[Ref, ...]:
    """The references that ``step`` reads, except those that inner steps read."""
    return (step.result, step.other) if isinstance(step, When) else step.ins
