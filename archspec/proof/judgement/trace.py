"""The values that a network computed, node by node, and the first that differs."""

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode, Mode
from archspec.proof.judgement.places import Places
from archspec.proof.judgement.pointing import Pointer, returns
from archspec.proof.reports.report import Finding, Level
from archspec.record import field, record

Description = Mapping[int, Mapping[str, float]]

RANDOM = ("dropout", "stochastic_depth")


def random_layers(graph: Graph) -> list[str]:
    """The paths of what is random as a whole, in training."""
    nodes = (node for node in graph.nodes if node.kind in RANDOM)
    return [node.owner for node in nodes if node.acts("train")]


@record(frozen=False)
class Trace:
    """What a pass showed.

    Attributes:
        errors: the least relative error of every node that was seen.
        unseen: nodes never computed on their own, whose consumers are right.
        finding: the first node that differs, if one does.
    """

    errors: dict[int, float] = field(factory=dict[int, float])
    unseen: list[GraphNode] = field(factory=list[GraphNode])
    finding: Finding | None = None


class Tracer:
    """Judges the events of a pass.

    Attributes:
        nodes: those that run in the mode, in order.

    Args:
        graph: the network.
        mode: of the pass.
        level: for which it was made.
        tolerance: relative error up to which a value is right.
        described: mean, std, min, max of the expected value of each node.
        batch: number of examples.
    """

    def __init__(
        self,
        graph: Graph,
        mode: Mode,
        level: Level,
        tolerance: float,
        described: Description,
        batch: int,
    ):
        self.graph = graph
        self.mode: Mode = mode
        self.level: Level = level
        self.tolerance, self.described, self.batch = tolerance, described, batch
        running = sorted(graph.running(mode) - set(graph.inputs.values()))
        self.nodes = [graph.nodes[index] for index in running]

    def judge(
        self, answer: Mapping[str, Any], places: Places, failure: str = ""
    ) -> Trace:
        """Find each node among the events of ``answer``.

        ``failure`` is what stopped the pass before its end, if something did.
        """
        if self._returns_else(answer):
            failure = ""  # of whoever read what is no output: the pass did end
        seen = self._found(answer)
        trace = Trace()
        for event in answer["events"]:
            for index, error in event["errors"]:
                trace.errors[index] = min(error, trace.errors.get(index, error))
        wrong = self._wrong(answer, seen)
        first = [
            node
            for node in self.nodes
            if node.index in wrong and wrong.isdisjoint(node.reads(self.mode))
        ]
        pointer = self._pointer(answer, seen, places)
        way = (answer.get("line") or 0, answer.get("calls", ()))
        if first and failure:
            trace.finding = pointer.stopped(first, failure, *way)
        elif first:
            trace.finding = pointer.first(first[0])
        elif failure:
            line, calls = way
            trace.finding = places.finding(self.level, failure, None, line, calls=calls)
        elif answer["unfound"]:
            trace.finding = pointer.lost(answer["instead"])
        else:
            trace.finding = pointer.outputs()
        trace.unseen = [
            node
            for node in self.nodes
            if node.index not in seen and node.index not in wrong
        ]
        return trace

    def first_wrong(self, answer: Mapping[str, Any]) -> GraphNode | None:
        """The first node that has another value than it should, or none."""
        wrong = self._wrong(answer, self._found(answer))
        return next((node for node in self.nodes if node.index in wrong), None)

    def shape(self, answer: Mapping[str, Any], places: Places) -> Finding | None:
        """The first node whose value has another shape, or else the outputs.

        What follows a layer may finish its work, as a crop does.
        """
        seen = self._seen(answer["events"])
        wrong = self._wrong(answer, seen)
        pointer = self._pointer(answer, seen, places)
        for node in self.nodes:
            if node.index in seen:
                continue
            own = pointer.own(node)
            if not own and node.index in wrong and pointer.reached(node):
                own = pointer.instead(node)
            if own and not any(pointer.fits(node, number) for number in own):
                return pointer.differs(node, own[0])
        if answer["unfound"]:  # what the outputs are, their numbers have to tell
            return None
        if self._returns_else(answer):  # which leaves the values to be judged
            return self.judge(answer, places).finding
        return pointer.outputs(shapes_only=True)

    def _returns_else(self, answer: Mapping[str, Any]) -> bool:
        """Whether the network returned what is not its outputs."""
        result = answer["result"]
        count = len(self.graph.outputs_in(self.mode))
        return result is not None and not returns(result, count)

    def _pointer(
        self,
        answer: Mapping[str, Any],
        seen: Mapping[int, Sequence[int]],
        places: Places,
    ) -> Pointer:
        return Pointer(
            graph=self.graph,
            nodes=self.nodes,
            mode=self.mode,
            level=self.level,
            tolerance=self.tolerance,
            described=self.described,
            batch=self.batch,
            events=answer["events"],
            inside=answer.get("inside", ()),
            returned=answer["returned"],
            result=answer["result"],
            seen=seen,
            places=places,
        )

    def _found(self, answer: Mapping[str, Any]) -> dict[int, list[int]]:
        """As `_seen`, with the inputs, which no event need have."""
        seen = self._seen(answer["events"])
        for index in self.graph.inputs.values():
            seen.setdefault(index, [-1])
        return seen

    def _seen(self, events: Sequence[Mapping[str, Any]]) -> dict[int, list[int]]:
        """The numbers of the events by the node whose value they are."""
        seen: dict[int, list[int]] = {}
        for number, event in enumerate(events):
            for index, error in event["errors"]:
                if error <= self.tolerance:
                    seen.setdefault(index, []).append(number)
        return seen

    def _wrong(
        self, answer: Mapping[str, Any], seen: Mapping[int, Sequence[int]]
    ) -> set[int]:
        """The nodes that have another value than they should, or none."""
        events = answer["events"]
        passing = self._passing(seen)
        followed: set[int] = set()
        for node in reversed(self.nodes):
            if (node.index in seen and node.index not in passing) or (
                node.index in followed
            ):
                followed.update(node.reads(self.mode))
        right = {number for numbers in seen.values() for number in numbers}
        astray = {
            path
            for number, event in enumerate(events)
            for path in event["paths"]
            if number not in right
        }
        wrong = set(self._changed(answer["draws"]))
        for node in self.nodes:
            own = [events[n] for n in seen.get(node.index, ()) if n >= 0]
            turned = any(event["turned"] for event in own)
            if node.index not in passing and any(not e["turned"] for e in own):
                continue
            size = (self.batch, *node.shape)
            lost = not turned and all(tuple(e["shape"]) != size for e in own)
            if node.owner in astray or (lost and node.index not in followed):
                wrong.add(node.index)
        # What is nearly right is wrong, though a normalisation after it may hide that.
        near = {index for event in events for index, _ in event["errors"]}
        return wrong | (near - seen.keys())

    def _passing(self, seen: Mapping[int, Sequence[int]]) -> set[int]:
        """Nodes whose value is that of an earlier one: to have it proves nothing."""
        earliest: dict[int, int] = {}
        for index in sorted(seen):
            for number in seen[index]:
                earliest.setdefault(number, index)
        return {
            index
            for index, numbers in seen.items()
            if all(earliest[number] < index for number in numbers)
        }

    def _changed(self, draws: Sequence[Mapping[str, Any]]) -> list[int]:
        """Dropout nodes that did something though the pass is in evaluation mode."""
        if self.mode == "train":
            return []
        found: list[int] = []
        for draw in draws:
            if draw["changed"]:
                found += [
                    node.index
                    for node in self.nodes
                    if node.kind in RANDOM and node.inputs[0] in draw["sources"]
                ][:1]
        return found
