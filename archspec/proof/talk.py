"""What the levels of one backend's proof share: the worker, and what is known."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from archspec.expr import Value
from archspec.graph.nodes import Graph, Mode
from archspec.proof.expected import Expected
from archspec.proof.options import Options
from archspec.proof.places import Places
from archspec.proof.process import Worker, WorkerError
from archspec.proof.report import Finding, Level, Trial
from archspec.proof.trace import Tracer
from archspec.proof.variants.variant import Variants
from archspec.record import field, record


@record
class File:
    """A file to prove.

    Attributes:
        source: its text.
        name: what it is called in the report.
        network: the name of its class.
        emitted: whether it is what the spec is emitted as, with its own defaults;
            another is constructed with the params of the spec that it takes.
        exact: whether the class must have that name.
    """

    source: str
    name: str
    network: str
    emitted: bool = True
    exact: bool = True


class Differs(Exception):
    """A level that does not hold; nothing further can be proved."""

    def __init__(self, findings: Sequence[Finding]):
        super().__init__(findings)
        self.findings = tuple(findings)


@record(frozen=False)
class Talk:
    """One backend's proof.

    Attributes:
        backend: its name.
        file: what is proved.
        params: what its constructor may be given.
        options: how.
        expected: the reference.
        places: makes findings.
        worker: the process.
        variants: other sizes and arguments.
        takes: the names of the arguments that its constructor takes.
        answers: to the commands that `trace` sent.
        known: differences that are computed and expected, in words.
        sizes: that were tried.
        arguments: that were tried.
        forms: in which the framework ran it.
    """

    backend: str
    file: File
    params: Mapping[str, Value]
    options: Options
    expected: Expected
    places: Places
    worker: Worker
    variants: Variants
    takes: Set[str] = frozenset[str]()
    answers: dict[str, dict[str, Any]] = field(factory=dict[str, dict[str, Any]])
    known: list[str] = field(factory=list[str])
    sizes: list[Trial] = field(factory=list[Trial])
    arguments: list[Trial] = field(factory=list[Trial])
    forms: list[Trial] = field(factory=list[Trial])

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.expected.graph

    def hold(self, *findings: Finding | None) -> None:
        """Go on if there is none. Raises Differs."""
        found = [finding for finding in findings if finding]
        if found:
            raise Differs(found)

    def trace(
        self, tracer: Tracer, do: str, places: Places | None = None, **arguments: Any
    ) -> dict[str, Any]:
        """The answer to a command that runs the network, whose values it lists.

        Raises Differs if the network fails where ``tracer`` can name the node.
        """
        try:
            return self.worker.ask(do, **arguments)
        except WorkerError as error:
            if "events" in error.answer:
                places = places or self.places
                found = tracer.judge(error.answer, places, str(error))
                self.hold(found.finding)
            raise

    def tracer(
        self,
        level: Level,
        mode: Mode,
        tolerance: float,
        described: Mapping[int, Mapping[str, float]],
        batch: int,
    ) -> Tracer:
        """What judges the values of a pass."""
        return Tracer(self.graph, mode, level, tolerance, described, batch)
