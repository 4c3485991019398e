"""What a proof found: a report of plain data, for people, JSON and tests alike."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from archspec.record import asdict, field, record

VERSION = 1  # of the JSON form; see docs/verify.md

Level: TypeAlias = Literal["shape", "init", "forward", "grad", "train"]
LEVELS: tuple[Level, ...] = ("shape", "init", "forward", "grad", "train")

# ok; something differs; the network cannot be expressed; the process died; took too long;
# the framework is not there.
Status: TypeAlias = Literal["ok", "differs", "refused", "crashed", "timeout", "missing"]


@record
class Finding:
    """One difference.

    Attributes:
        level: at which it showed.
        message: what differs.
        node: the path of the first node that differs, "" for the network as a whole.
        op: that node's operator.
        spec: its place in the spec, file:line:column.
        file: its place in the emitted file, or in a module beside a file of others,
            file:line: where its layer is constructed, else where its value is computed.
        text: that line.
        call: where its layer is called, if that is another line.
        around: the calls in which its layer is constructed, outer before inner, as
            file:line: text: of the class that the layer is part of, of a function; and
            those that led from one file to another before an exception.
        expected: what the reference has: mean, std, min, max.
        found: what the network has.
        error: relative error, where it is known.
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
    """A level that held or did not.

    Attributes:
        level: its name.
        ok: whether it held.
        compared: nodes (shape, forward) or tensors (init, grad, train) compared.
        worst: the largest relative error, None where nothing is measured.
        where: the node or tensor that has it.
        unseen: nodes whose value the file never computes on its own, though what
            depends on them is right.
        unreached: nodes that bend, as a relu6 does at 6, where no value went.
        hidden: windows of which a part never meets a pixel, in words.
        float32: the error of the outputs in float32, and that of the reference itself.
        few: tensors with too few initial values to tell their law from others.
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
    """Another size, value of an argument or form in which a network was tried.

    Attributes:
        name: of the argument, or of those that were given together; of the form; "" for
            a size.
        value: in words, with what else was given: ``3x65x65``, ``layers=[1, 2]``; "" for
            a form.
        ok: whether the network holds; None if it was not tried.
        why: it was not, or what was not compared.
    """

    name: str
    value: str
    ok: bool | None
    why: str = ""


@record
class BackendReport:
    """What was found of one backend.

    Attributes:
        backend: its name.
        status: "ok", or why it is not.
        version: of the framework.
        file: what was proved: the name of the file.
        levels: those that were reached, in order.
        findings: what differs; the first one is the first in the order of the network.
        known: differences that are computed and expected, in words.
        sizes: larger inputs that it was tried with.
        arguments: other values of its constructor's arguments that it was tried with.
        forms: in which the framework ran it besides, such as hybridized.
        notes: what was left out of the proof because somebody asked for it, in words.
        ignored: tensors and outputs of the file that were ignored, by name.
        map: rules ``REGEX=REPL`` for the names that were found by order.
        seconds: that its process worked.
        memory: the most it took, in bytes.
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
    """What `verify` found of one spec.

    Attributes:
        spec: the file, or the network's name.
        level: that was asked for.
        batch: the number of examples.
        seed: of weights and inputs.
        inputs: shape of each, without the batch axis.
        backends: one report each.
    """

    spec: str
    level: Level
    batch: int
    seed: int
    inputs: Mapping[str, tuple[int, ...]]
    backends: tuple[BackendReport, ...]

    @property
    def not_compared(self) -> tuple[Level, ...]:
        """The levels after the one that was asked for."""
        return LEVELS[LEVELS.index(self.level) + 1 :]

    @property
    def ok(self) -> bool:
        """Whether at least one backend was proved and none differs, died or was late."""
        proved = [one.status for one in self.backends if one.status not in ASIDE]
        return bool(proved) and all(status == "ok" for status in proved)

    def plain(self) -> dict[str, Any]:
        """As JSON has it; docs/verify.md describes it."""
        about = {"archspec_report": VERSION, "ok": self.ok}
        return {**about, **asdict(self), "not_compared": list(self.not_compared)}


# What says nothing against the network. Asked for by name, both are errors.
ASIDE: tuple[Status, ...] = ("refused", "missing")
