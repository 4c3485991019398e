"""Finds each node among the values that a network computed, and the first that differs."""

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
    """The paths of layers that are random as a whole in training."""
    nodes = (node for node in graph.nodes if node.kind in RANDOM)
    return [node.owner for node in nodes if node.acts("train")]


@record(frozen=False)
class Trace:
    """The result of a pass.

    Attributes:
        errors: the least relative error of every observed node.
        unseen: nodes that are never computed separately, with correct readers.
        finding: the first node that differs, if any.
    """

    errors: dict[int, float] = field(factory=dict[int, float])
    unseen: list[GraphNode] = field(factory=list[GraphNode])
    finding: Finding | None = None


class Tracer:
    """Judges the events of a pass.

    Args:
        graph: the network.
        mode: the mode of the pass.
        level: the level of the pass.
        tolerance: the largest relative error of a correct value.
        described: mean, std, min, max of the expected value of each node.
        batch: the number of examples.

    Attributes:
        nodes: the nodes that run in the mode, in order.
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

        ``failure`` describes why the pass stopped early, if it did.
        """
        if self._returns_else(answer):
            failure = ""  # the caller failed on unexpected outputs: the pass did end
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
        """The first node with a wrong value, or None."""
        wrong = self._wrong(answer, self._found(answer))
        return next((node for node in self.nodes if node.index in wrong), None)

    def shape(self, answer: Mapping[str, Any], places: Places) -> Finding | None:
        """The first node whose value has another shape, or else the outputs.

        Code after a layer may complete its work, as a crop does.
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
        if answer["unfound"]:  # only values show which one is the output
            return None
        if self._returns_else(answer):  # the values are judged later
            return self.judge(answer, places).finding
        return pointer.outputs(shapes_only=True)

    def _returns_else(self, answer: Mapping[str, Any]) -> bool:
        """Whether the network returned something other than its outputs."""
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
        """Like `_seen`, with the inputs, which need no event."""
        seen = self._seen(answer["events"])
        for index in self.graph.inputs.values():
            seen.setdefault(index, [-1])
        return seen

    def _seen(self, events: Sequence[Mapping[str, Any]]) -> dict[int, list[int]]:
        """The numbers of the events with the value of each node."""
        seen: dict[int, list[int]] = {}
        for number, event in enumerate(events):
            for index, error in event["errors"]:
                if error <= self.tolerance:
                    seen.setdefault(index, []).append(number)
        return seen

    def _wrong(
        self, answer: Mapping[str, Any], seen: Mapping[int, Sequence[int]]
    ) -> set[int]:
        """The nodes with wrong values."""
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
        # A nearly correct value is wrong, though a normalisation after it may hide
        # that.
        near = {index for event in events for index, _ in event["errors"]}
        return wrong | (near - seen.keys())

    def _passing(self, seen: Mapping[int, Sequence[int]]) -> set[int]:
        """Nodes whose value equals an earlier one, so that computing it proves nothing."""
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
        """Dropout nodes that acted although the pass is in evaluation mode."""
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
