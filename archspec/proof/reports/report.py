"""The report of a proof as plain data, for people, JSON and tests."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from archspec.record import asdict, field, record

VERSION = 1  # of the JSON format; see docs/verify.md

Level: TypeAlias = Literal["shape", "init", "forward", "grad", "train"]
LEVELS: tuple[Level, ...] = ("shape", "init", "forward", "grad", "train")

# ok; something differs; the network cannot be expressed; the process died; took too
# long; the framework is not there.
Status: TypeAlias = Literal["ok", "differs", "refused", "crashed", "timeout", "missing"]


@record
class Finding:
    """One difference.

    Attributes:
        level: the level at which it appeared.
        message: the difference.
        node: the path of the first node that differs, "" for the network as a whole.
        op: the operator of that node.
        spec: its position in the spec, file:line:column.
        file: its position in the file or in a module next to it, file:line: the line
            that constructs its layer, or else computes its value.
        text: the text of that line.
        call: the position where its layer is called, if that is another line.
        around: the calls in which its layer is constructed, outer before inner, as
            file:line: text; and those that led from one file to another before an
            exception.
        expected: mean, std, min, max in the reference.
        found: mean, std, min, max in the network.
        error: the relative error, if known.
    """

    level: Level
    message: str
    node: str = ""
    op: str = ""
    spec: str = ""
    file: str = ""
    text: str = ""
    call: str = ""
    around: tuple[str, ...] = ()
    expected: Mapping[str, float] = field(factory=dict[str, float])
    found: Mapping[str, float] = field(factory=dict[str, float])
    error: float | None = None


@record
class LevelResult:
    """The result of a level.

    Attributes:
        level: its name.
        ok: whether it passed.
        compared: nodes (shape, forward) or tensors (init, grad, train) compared.
        worst: the largest relative error; None if nothing is measured.
        where: the node or tensor with that error.
        unseen: nodes that the file never computes separately, with correct readers.
        unreached: nodes whose input stays on one side of a bend, such as 6 for a relu6.
        hidden: windows with a part that never reads a pixel, as text.
        float32: the error of the outputs in float32, and that of the reference itself.
        few: tensors with too few initial values to identify their law.
    """

    level: Level
    ok: bool
    compared: int = 0
    worst: float | None = None
    where: str = ""
    unseen: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    float32: tuple[float, float] | None = None
    few: tuple[str, ...] = ()


@record
class Trial:
    """Another size, argument or form with which a network was tried.

    Attributes:
        name: the name of the argument, of several arguments, or of the form; "" for a
            size.
        value: the value as text, with other arguments: ``3x65x65``, ``layers=[1, 2]``;
            "" for a form.
        ok: whether the network passed; None if it was not tried.
        why: why it was not tried, or the part that was not compared.
    """

    name: str
    value: str
    ok: bool | None
    why: str = ""


@record
class BackendReport:
    """The report on one backend.

    Attributes:
        backend: its name.
        status: "ok", or why it is not.
        version: the version of the framework.
        file: the name of the proved file.
        levels: the results of the levels reached, in order.
        findings: the differences, in the order of the network.
        known: known differences, as text.
        sizes: larger inputs that were tried.
        arguments: other values of its constructor's arguments that were tried.
        forms: other forms in which the framework ran it, such as hybridized.
        notes: parts that an option left out of the proof, as text.
        ignored: tensors and outputs of the file that were ignored, by name.
        map: rules ``REGEX=REPL`` for the names that were found by order.
        seconds: the time of its process.
        memory: its peak memory, in bytes.
    """

    backend: str
    status: Status
    version: str = ""
    file: str = ""
    levels: tuple[LevelResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    known: tuple[str, ...] = ()
    sizes: tuple[Trial, ...] = ()
    arguments: tuple[Trial, ...] = ()
    forms: tuple[Trial, ...] = ()
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    seconds: float = 0.0
    memory: int | None = None


@record
class Results:
    """The results of `verify` for one spec.

    Attributes:
        spec: the file, or the network's name.
        level: the requested level.
        batch: the number of examples.
        seed: the seed for weights and inputs.
        inputs: the shape of each input, without the batch axis.
        backends: the report on each backend.
    """

    spec: str
    level: Level
    batch: int
    seed: int
    inputs: Mapping[str, tuple[int, ...]]
    backends: tuple[BackendReport, ...]

    @property
    def not_compared(self) -> tuple[Level, ...]:
        """The levels after the requested one."""
        return LEVELS[LEVELS.index(self.level) + 1 :]

    @property
    def ok(self) -> bool:
        """Whether at least one backend was proved and none differed, died or timed out."""
        proved = [one.status for one in self.backends if one.status not in ASIDE]
        return bool(proved) and all(status == "ok" for status in proved)

    def plain(self) -> dict[str, Any]:
        """The report for JSON; docs/verify.md describes it."""
        about = {"archspec_report": VERSION, "ok": self.ok}
        return {**about, **asdict(self), "not_compared": list(self.not_compared)}


# Statuses that do not count against the network. For a named backend, both are errors.
ASIDE: tuple[Status, ...] = ("refused", "missing")
