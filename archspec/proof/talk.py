"""What the levels of one backend's proof share: the worker, and what is known."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from archspec.expr import Value
from archspec.graph.nodes import Graph, Mode
from archspec.proof.calling import Calling
from archspec.proof.expectation.expected import Expected
from archspec.proof.judgement.places import Places
from archspec.proof.judgement.trace import Tracer
from archspec.proof.options import Options
from archspec.proof.processes.process import Worker, WorkerError
from archspec.proof.reports.report import Finding, Level, Trial
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
        call: how the network is called, if not with its inputs alone.
    """

    source: str
    name: str
    network: str
    emitted: bool = True
    exact: bool = True
    call: Calling | None = None


class Differs(Exception):
    """A level that does not hold; nothing further can be proved."""

    def __init__(self, findings: Sequence[Finding]):
        super().__init__(findings)
        self.findings = tuple(findings)


def outputs_of(graph: Graph) -> dict[str, list[tuple[int, tuple[int, ...]]]]:
    """The node of each output in each mode, and its shape."""
    modes: tuple[Mode, ...] = ("inference", "train")
    return {
        mode: [(o.index, graph.nodes[o.index].shape) for o in graph.outputs_in(mode)]
        for mode in modes
    }


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
        notes: what the proof leaves out because somebody asked for it, in words.
        ignored: tensors and outputs that were ignored.
        map: rules that give the tensors of the file the names of the spec, as they were
            found.
        layers: the spec's path of each layer of the file.
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
    notes: list[str] = field(factory=list[str])
    ignored: list[str] = field(factory=list[str])
    map: list[str] = field(factory=list[str])
    layers: Mapping[str, str] = field(factory=dict[str, str])

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.expected.graph

    def name_layers(self, layers: Mapping[str, str], answer: Mapping[str, Any]) -> None:
        """Learn the spec's path of each layer of the file, and where it is constructed.

        ``answer`` is that to the command ``load``.
        """
        self.layers, places = layers, self.places
        places.lines = {layers[path]: line for path, line in answer["lines"].items()}
        places.around = {layers[path]: its for path, its in answer["around"].items()}

    def named(self, answer: dict[str, Any]) -> dict[str, Any]:
        """``answer`` with the spec's paths of the layers that its events are of.

        Learns of the files that its lines are of.
        """
        self.places.sources.add(answer["files"])
        for event in answer["events"]:
            event["paths"] = [self.layers.get(p, p) for p in event["paths"]]
            event["within"] = self.layers.get(event["within"], event["within"])
        if "inside" in answer:
            answer["inside"] = [self.layers.get(p, p) for p in answer["inside"]]
        return answer

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
            return self.named(self.worker.ask(do, **arguments))
        except WorkerError as error:
            if "events" in error.answer:
                self.named(error.answer)
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
