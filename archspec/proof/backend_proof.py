"""The state of one backend's proof that its levels share."""

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
        name: its name in the report.
        network: the name of its class.
        emitted: whether it was emitted, with its own defaults; any other file gets the
            params of the spec as arguments.
        exact: whether the class must have that name.
        call: the call of the network, if it takes more than its inputs.
    """

    source: str
    name: str
    network: str
    emitted: bool = True
    exact: bool = True
    call: Calling | None = None


class Differs(Exception):
    """A failed level, after which nothing further can be proved."""

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
class BackendProof:
    """One backend's proof.

    Attributes:
        backend: its name.
        file: the file under proof.
        params: the params that its constructor may take.
        options: the options of the proof.
        expected: the values of the reference.
        places: makes findings.
        worker: the process.
        variants: other sizes and arguments.
        takes: the names of its constructor's arguments.
        answers: the answers to the commands that `trace` sent.
        known: known differences, as text.
        sizes: the sizes that were tried.
        arguments: the arguments that were tried.
        forms: the forms in which the framework ran it.
        notes: parts that an option left out of the proof, as text.
        ignored: tensors and outputs that were ignored.
        map: rules that rename the tensors of the file to those of the spec, as found.
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
        """Record the spec's path of each layer of the file, and its constructing line.

        ``answer`` is the answer to the command ``load``.
        """
        self.layers, places = layers, self.places
        places.lines = {layers[path]: line for path, line in answer["lines"].items()}
        places.around = {layers[path]: its for path, its in answer["around"].items()}

    def named(self, answer: dict[str, Any]) -> dict[str, Any]:
        """``answer`` with the spec's paths of its events' layers.

        Adds the files to which its lines belong.
        """
        self.places.sources.add(answer["files"])
        for event in answer["events"]:
            event["paths"] = [self.layers.get(p, p) for p in event["paths"]]
            event["within"] = self.layers.get(event["within"], event["within"])
        if "inside" in answer:
            answer["inside"] = [self.layers.get(p, p) for p in answer["inside"]]
        return answer

    def raise_if_any(self, *findings: Finding | None) -> None:
        """Return if there is no finding. Raises Differs."""
        found = [finding for finding in findings if finding]
        if found:
            raise Differs(found)

    def trace(
        self, tracer: Tracer, do: str, places: Places | None = None, **arguments: Any
    ) -> dict[str, Any]:
        """The answer to a command that runs the network and lists its values.

        Raises Differs if the network fails and ``tracer`` can name the node.
        """
        try:
            return self.named(self.worker.ask(do, **arguments))
        except WorkerError as error:
            if "events" in error.answer:
                self.named(error.answer)
                places = places or self.places
                found = tracer.judge(error.answer, places, str(error))
                self.raise_if_any(found.finding)
            raise

    def tracer(
        self,
        level: Level,
        mode: Mode,
        tolerance: float,
        described: Mapping[int, Mapping[str, float]],
        batch: int,
    ) -> Tracer:
        """The tracer for the values of a pass."""
        return Tracer(self.graph, mode, level, tolerance, described, batch)
