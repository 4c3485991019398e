"""Where to look: the place of a value that differs, in the file and in the spec."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archspec.graph.nodes import Graph, GraphNode, Mode
from archspec.ops import spell
from archspec.proof.places import Places
from archspec.proof.report import Finding, Level

Event = Mapping[str, Any]  # as `worker.events.Event.plain` has it


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Makes the findings of a pass.

    Attributes:
        graph: the network.
        nodes: those that run in the mode, in order.
        mode: of the pass.
        level: for which it was made.
        tolerance: relative error up to which a value is right.
        described: mean, std, min, max of the expected value of each node.
        batch: number of examples.
        events: the values seen, in order.
        inside: the layers in which the pass stopped, if it did.
        returned: the line where the network returns what it computed, 0 if unknown.
        seen: the numbers of the events by the node whose value they are.
        places: makes findings.
    """

    graph: Graph
    nodes: Sequence[GraphNode]
    mode: Mode
    level: Level
    tolerance: float
    described: Mapping[int, Mapping[str, float]]
    batch: int
    events: Sequence[Event]
    inside: Sequence[str]
    returned: int
    seen: Mapping[int, Sequence[int]]
    places: Places

    def first(self, node: GraphNode, then: str = "") -> Finding:
        """For the first node that is wrong: all that it reads is right.

        ``then`` ends the message.
        """
        number = self._instead(node)
        if number is None:
            message = "its value is never computed"
            last = max(self._numbers(node), default=-1)
            line = self.events[last]["line"] if last >= 0 else 0
            return self._finding(message, node, line)
        changed = self._changed(node, number)
        if changed is None:
            return self.differs(node, self.events[number], then=then)
        source, event = changed
        # On the line of what was right, and not on that of what is wrong?
        before = self.events[self.seen[source.index][-1]]["line"]
        if event["line"] == before != self.events[number]["line"]:
            return self.differs(source, event, then=then)
        return self.differs(node, self.events[number], event["line"], then=then)

    def stopped(self, nodes: Sequence[GraphNode], failure: str, line: int) -> Finding:
        """For a pass that did not reach ``nodes``, at ``line`` of the file."""
        number = self._instead(nodes[0])
        if number is not None and self.events[number]["line"] != line:
            return self.first(nodes[0], f", and then {failure}")
        # Branches that were not reached are not to blame.
        last = self.inside[-1] if self.inside else None
        node = next((node for node in nodes if node.owner == last), nodes[0])
        return self._finding(f"stops here: {failure}", node, line)

    def outputs(self, shapes_only: bool = False) -> Finding | None:
        """For what is returned, whether or not the values are computed."""
        wanted = [self.graph.nodes[o.index] for o in self.graph.outputs_in(self.mode)]
        returned = [
            (number, event)
            for number, event in enumerate(self.events)
            for path in event["paths"]
            if not path
        ]
        if len(returned) != len(wanted):
            message = f"{len(returned)} outputs, not {len(wanted)}"
            return self.places.finding(self.level, message, None, self.returned)
        for node, (number, event) in zip(wanted, returned, strict=True):
            fits = tuple(event["shape"]) == (self.batch, *node.shape)
            if not fits or not (shapes_only or number in self.seen[node.index]):
                noun = "what is returned for it"
                return self.differs(node, event, self.returned, noun)
        return None

    def differs(
        self,
        node: GraphNode,
        event: Event,
        line: int = 0,
        noun: str = "its value",
        then: str = "",
    ) -> Finding:
        """For ``event``, which has not the value of ``node``."""
        shape = (self.batch, *node.shape)
        message = f"{noun} differs"
        if tuple(event["shape"]) != shape:
            message = f"{noun} is {spell(event['shape'])}, not {spell(shape)}"
        return self._finding(
            message + then,
            node,
            line or event["line"],
            found=event["statistics"],
            error=_errors(event).get(node.index),
        )

    def _finding(
        self, message: str, node: GraphNode, line: int, **more: Any
    ) -> Finding:
        expected = self.described.get(node.index, {})
        return self.places.finding(
            self.level, message, node, line, expected=expected, **more
        )

    def _right(self, event: Event) -> bool:
        """Whether it is the value of any node."""
        return any(error <= self.tolerance for _, error in event["errors"])

    def _numbers(self, node: GraphNode) -> list[int]:
        """The events that are values of what ``node`` reads."""
        return [
            number
            for source in node.reads(self.mode)
            for number in self.seen.get(source, ())
        ]

    def _instead(self, node: GraphNode) -> int | None:
        """The number of the value that stands where that of ``node`` should."""
        for number, event in enumerate(self.events):
            if node.owner in event["paths"] and not self._right(event):
                return number
        sources = (self.seen.get(source) for source in node.reads(self.mode))
        after = max((numbers[0] for numbers in sources if numbers), default=-1)
        readers = {n.owner for n in self.nodes if node.index in n.reads(self.mode)}
        later: list[int] = []
        for number, event in enumerate(self.events):
            if number <= after or self._right(event):
                continue
            if readers.intersection(event["paths"]):
                break  # it was done without
            later.append(number)
        size = (self.batch, *node.shape)
        close = [n for n in later if node.index in _errors(self.events[n])]
        shaped = [n for n in later if tuple(self.events[n]["shape"]) == size]
        return next(iter([*close, *shaped, *later]), None)

    def _changed(self, node: GraphNode, number: int) -> tuple[GraphNode, Event] | None:
        """What became of a value that ``node`` reads before it was read.

        A value in its shape that is none of the network's, outside of the layer whose
        value is the event ``number``.
        """
        if node.owner not in self.events[number]["paths"]:
            return None
        for index in node.reads(self.mode):
            source = self.graph.nodes[index]
            last = max((n for n in self.seen.get(index, ()) if n < number), default=-1)
            for event in self.events[last + 1 : number] if last >= 0 else ():
                same = tuple(event["shape"]) == (self.batch, *source.shape)
                if same and not self._right(event) and not self._in(event, node):
                    return source, event
        return None

    def _in(self, event: Event, node: GraphNode) -> bool:
        return f"{event['within']}.".startswith(f"{node.owner}.")


def _errors(event: Event) -> dict[int, float]:
    """The relative errors of an event by the nodes that it resembles."""
    return dict(event["errors"])
