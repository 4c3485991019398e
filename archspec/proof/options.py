"""How a proof is made."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

from archspec.proof.reports.report import LEVELS, Level
from archspec.record import field, record
from archspec.weights.names.rename import Rules

# Called with a backend and what it is doing.
Progress: TypeAlias = Callable[[str, str], None]


class More(TypedDict, total=False):
    """The options besides the level, as keywords; see `Options`."""

    batch: int
    seed: int
    timeout: float
    pythons: Mapping[str, str]
    jobs: int | None
    rules: Rules
    ignore: Sequence[str]
    match: Literal["name", "order"]


@record
class Options:
    """How a proof is made.

    Attributes:
        level: the last level that is proved.
        batch: number of examples; at least 2, so that mixing them up would show.
        seed: of weights and inputs.
        timeout: seconds that the process of one backend may work.
        pythons: interpreters by backend, where it is not this one.
        jobs: processes at a time; as many as there are cores if None.
        rules: that rename the tensors of a file to those of the spec.
        ignore: patterns of the names of tensors and outputs of a file that the spec
            lacks, and that do not count. An output of a dictionary is called
            ``output.key``, one of several ``output.1``.
        match: "order" for tensors of a file whose names, after the rules, are not those
            of the spec: they are found by order, shapes and numbers.
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
        """Raises ValueError for a level that there is not."""
        if self.level not in LEVELS:
            known = ", ".join(LEVELS)
            raise ValueError(f"unknown level {self.level!r}; levels are: {known}")
