"""The values that a network computed, node by node, and the first that differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archspec.graph.nodes import Graph, GraphNode, Mode
from archspec.ops import spell
from archspec.proof.places import Places
from archspec.proof.report import Finding, Level

Event = Mapping[str, Any]  # as `worker.events.Event.plain` has it
Description = Mapping[int, Mapping[str, float]]


@dataclass
class Trace:
    """What a pass showed.

    Attributes:
        errors: the least relative error of every node that was seen.
        unseen: nodes never computed on their own, whose consumers are right.
        finding: the first node that differs, if one does.
    """

    errors: dict[int, float] = field(default_factory=dict[int, float])
    unseen: list[GraphNode] = field(default_factory=list[GraphNode])
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
        events: Sequence[Event] = answer["events"]
        trace = Trace()
        seen: dict[int, list[int]] = {}  # events by the node whose value they are
        for number, event in enumerate(events):
            for index, error in event["errors"]:
                trace.errors[index] = min(error, trace.errors.get(index, error))
                if error <= self.tolerance:
                    seen.setdefault(index, []).append(number)
        for index in self.graph.inputs.values():
            seen.setdefault(index, [-1])
        excused = self._followed(seen)
        wrong = {
            node.index: self._wrong(node, events, seen, excused) for node in self.nodes
        }
        for index in self._changed(answer["draws"]):
            wrong[index] = True
        bad = [node for node in self.nodes if wrong[node.index]]
        first = [
            node
            for node in bad
            if not any(wrong.get(source) for source in node.reads(self.mode))
        ]
        if first:
            node = self._likeliest(first, answer) if failure else first[0]
            line = answer.get("line") or 0 if failure else 0
            trace.finding = self._finding(node, events, seen, places, failure, line)
        elif failure:
            line = answer.get("line") or 0
            trace.finding = places.finding(self.level, failure, None, line)
        trace.unseen = [
            node
            for node in self.nodes
            if node.index not in seen and not wrong[node.index]
        ]
        return trace

    def shape(self, answer: Mapping[str, Any], places: Places) -> Finding | None:
        """The first node whose layer made a value of another shape.

        What follows a layer may finish its work, as a crop does.
        """
        right = {
            index
            for event in answer["events"]
            for index, error in event["errors"]
            if error <= self.tolerance
        }
        for node in self.nodes:
            if node.index in right:
                continue
            own = [e for e in answer["events"] if node.owner in e["paths"]]
            size = (self.batch, *node.shape)
            if own and not any(tuple(event["shape"]) == size for event in own):
                return self._differs(node, own[0], places)
        return None

    def _followed(self, seen: Mapping[int, list[int]]) -> set[int]:
        """The nodes on which a value depends that is right."""
        followed: set[int] = set()
        for node in reversed(self.nodes):
            if node.index in seen or node.index in followed:
                followed.update(node.reads(self.mode))
        return followed

    def _wrong(
        self,
        node: GraphNode,
        events: Sequence[Event],
        seen: Mapping[int, list[int]],
        excused: set[int],
    ) -> bool:
        own = seen.get(node.index, [])
        sources = [seen.get(source, []) for source in node.reads(self.mode)]
        # Does it only pass on what it reads? Then that is no evidence for it.
        passes = any(set(own) <= set(source) for source in sources)
        if own and not passes:
            return False
        astray = any(
            node.owner in event["paths"] and not self._right(event) for event in events
        )
        return astray or (not own and node.index not in excused)

    def _right(self, event: Event) -> bool:
        """Whether it is the value of any node."""
        return any(error <= self.tolerance for _, error in event["errors"])

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

    def _likeliest(
        self, nodes: Sequence[GraphNode], answer: Mapping[str, Any]
    ) -> GraphNode:
        """Where a pass stopped: branches that were not reached are not to blame."""
        inside: Sequence[str] = answer.get("inside", ())
        last = inside[-1] if inside else None
        return next((node for node in nodes if node.owner == last), nodes[0])

    def _finding(
        self,
        node: GraphNode,
        events: Sequence[Event],
        seen: Mapping[int, list[int]],
        places: Places,
        failure: str,
        line: int,
    ) -> Finding:
        expected = self.described.get(node.index, {})
        event = self._instead(node, events, seen)
        if failure:
            return places.finding(
                self.level, f"stops here: {failure}", node, line, expected=expected
            )
        if event is None:
            last = max(
                (n for s in node.reads(self.mode) for n in seen.get(s, [])), default=-1
            )
            line = _line(events[last]) if last >= 0 else 0
            message = "its value is never computed"
            return places.finding(self.level, message, node, line, expected=expected)
        return self._differs(node, event, places)

    def _differs(self, node: GraphNode, event: Event, places: Places) -> Finding:
        shape = (self.batch, *node.shape)
        error = _errors(event).get(node.index)
        message = "its value differs"
        if tuple(event["shape"]) != shape:
            message = f"its value is {spell(event['shape'])}, not {spell(shape)}"
        return places.finding(
            self.level,
            message,
            node,
            _line(event),
            expected=self.described.get(node.index, {}),
            found=event["statistics"],
            error=error,
        )

    def _instead(
        self, node: GraphNode, events: Sequence[Event], seen: Mapping[int, list[int]]
    ) -> Event | None:
        """The value that stands where the value of ``node`` should."""
        for event in events:
            if node.owner in event["paths"] and not self._right(event):
                return event
        after = max(
            (seen[s][0] for s in node.reads(self.mode) if s in seen), default=-1
        )
        others = {other.owner for other in self.nodes}
        later = [
            event
            for event in events[after + 1 :]
            if not self._right(event) and not others.intersection(event["paths"])
        ]
        close = [e for e in later if node.index in _errors(e)]
        size = (self.batch, *node.shape)
        shaped = [e for e in later if tuple(e["shape"]) == size]
        return next(iter([*close, *shaped, *later]), None)


RANDOM = ("dropout", "stochastic_depth")


def _errors(event: Event) -> dict[int, float]:
    """The relative errors of an event by the nodes that it resembles."""
    return dict(event["errors"])


def _line(event: Event) -> int:
    """Where a reader looks first: at the layer, else at the call."""
    return event["made"] or event["line"]
