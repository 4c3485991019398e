"""The options of a proof."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

from archspec.proof.reports.report import LEVELS, Level
from archspec.record import field, record
from archspec.weights.names.rename import Rules

# Called with a backend and its current step.
Progress: TypeAlias = Callable[[str, str], None]


Folder: TypeAlias = str | os.PathLike[str]


class More(TypedDict, total=False):
    """The options besides the level, as keywords; see `Options`."""

    batch: int
    seed: int
    timeout: float
    pythons: Mapping[str, str]
    jobs: int | None


class MoreEmitted(More, total=False):
    """The options of a proof of emitted files.

    ``template`` is a folder of templates that print them, in the place of archspec's own.
    """

    template: Folder | None


class MoreOfFile(More, total=False):
    """The options of a proof of a file written by hand; see `Options`."""

    rules: Rules
    ignore: Sequence[str]
    match: Literal["name", "order"]


@record
class Options:
    """The options of a proof.

    Attributes:
        level: the last level to prove.
        batch: number of examples; at least 2, to detect code that mixes them.
        seed: the seed for weights and inputs.
        timeout: the time limit for the process of one backend, in seconds.
        pythons: interpreters by backend, if not this one.
        jobs: the number of parallel processes; the number of cores if None.
        rules: rules that rename the tensors of a file to those of the spec.
        ignore: patterns for names of tensors and outputs of a file that are not in the
            spec and do not count. An output in a dictionary is called ``output.key``,
            one of several ``output.1``.
        match: "order" to find tensors whose names, after the rules, are not those of
            the spec by order, shapes and values.
    """

    level: Level = "grad"
    batch: int = 2
    seed: int = 0
    timeout: float = 900.0
    pythons: Mapping[str, str] = field(factory=dict[str, str])
    jobs: int | None = None
    rules: Rules = ()
    ignore: Sequence[str] = ()
    match: Literal["name", "order"] = "name"

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown level."""
        if self.level not in LEVELS:
            known = ", ".join(LEVELS)
            raise ValueError(f"unknown level {self.level!r}; levels are: {known}")
