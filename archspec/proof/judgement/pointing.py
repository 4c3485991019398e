"""Finds the place of a difference in the file and in the spec."""

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode, Mode
from archspec.ops import spell
from archspec.proof.judgement.places import Places
from archspec.proof.reports.report import Finding, Level
from archspec.record import record

Event = Mapping[str, Any]  # a result of `worker.watching.events.Event.plain`


@record(kw_only=True)
class Pointer:
    """Makes the findings of a pass.

    Attributes:
        graph: the network.
        nodes: the nodes that run in the mode, in order.
        mode: the mode of the pass.
        level: the level of the pass.
        tolerance: the largest relative error of a correct value.
        described: mean, std, min, max of the expected value of each node.
        batch: the number of examples.
        events: the observed values, in order.
        inside: the layers in which the pass stopped, if it did.
        returned: the line of the network's return, 0 if unknown.
        result: the outline of the returned value; None if it did not return.
        seen: the numbers of the events with the value of each node.
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
    result: Mapping[str, Any] | None
    seen: Mapping[int, Sequence[int]]
    places: Places

    def first(self, node: GraphNode, then: str = "") -> Finding:
        """The finding for the first wrong node, whose inputs are correct when computed.

        ``then`` ends the message.
        """
        number = next(iter(self.instead(node)), None)
        if number is None:
            message = "its value is never computed"
            last = max(self._numbers(node), default=-1)
            line = self.events[last]["line"] if last >= 0 else 0
            return self._finding(message + then, node, line)
        changed = self._changed(node, number)
        if changed is None:
            return self.differs(node, number, then=then)
        source, found = changed
        line = self.events[found]["line"]
        # Operations on the line of a value belong to that value.
        if line == self.events[self.seen[source.index][-1]]["line"]:
            return self.differs(
                source, found, then=f", when {node.path} reads it{then}"
            )
        return self.differs(node, number, line, then=then)

    def stopped(
        self,
        nodes: Sequence[GraphNode],
        failure: str,
        line: int,
        calls: Sequence[int] = (),
    ) -> Finding:
        """The finding for a pass that stopped before ``nodes``, at ``line`` after
        ``calls``.
        """
        number = next(iter(self.instead(nodes[0])), None)
        if number is not None and self.events[number]["line"] != line:
            return self.first(nodes[0], f", and then {failure}")
        # Branches that were not reached are not the cause.
        last = self.inside[-1] if self.inside else None
        node = next((node for node in nodes if node.owner == last), nodes[0])
        return self._finding(f"stops here: {failure}", node, line, calls=calls)

    def outputs(self, shapes_only: bool = False) -> Finding | None:
        """The finding for the returned value, whether or not the values are computed."""
        wanted = [self.graph.nodes[o.index] for o in self.graph.outputs_in(self.mode)]
        if self.result and not returns(self.result, len(wanted)):
            noun = "one tensor" if len(wanted) == 1 else f"a tuple of {len(wanted)}"
            message = f"the network returns {self.result['words']}, not {noun}"
            return self.places.finding(self.level, message, None, self.returned)
        returned = [
            number
            for number, event in enumerate(self.events)
            for path in event["paths"]
            if not path
        ]
        if len(returned) != len(wanted):
            message = f"{len(returned)} outputs, not {len(wanted)}"
            return self.places.finding(self.level, message, None, self.returned)
        for node, number in zip(wanted, returned, strict=True):
            found = number in self.seen.get(node.index, ())
            right = found and not self.events[number]["turned"]
            if not self.fits(node, number) or not (right or shapes_only):
                noun = "the value returned for it"
                return self.differs(node, number, self.returned, noun)
        return None

    def lost(self, instead: str) -> Finding:
        """The finding for outputs that are not computed if a call returns something
        else.
        """
        wanted = [self.graph.nodes[o.index] for o in self.graph.outputs_in(self.mode)]
        node = next((n for n in wanted if n.index not in self.seen), wanted[0])
        message = f"no value of its shape is computed, and the call returns {instead}"
        return self._finding(message, node, self.returned)

    def differs(
        self,
        node: GraphNode,
        number: int,
        line: int = 0,
        noun: str = "its value",
        then: str = "",
    ) -> Finding:
        """The finding for an event that differs from the value of ``node``."""
        event = self.events[number]
        message = f"{noun} differs"
        if not self.fits(node, number):
            shape = (self.batch, *node.shape)
            message = f"{noun} is {spell(event['shape'])}, not {spell(shape)}"
        return self._finding(
            message + then,
            node,
            line or event["line"],
            layer=self._layer(event),
            origin=0 if line else event["origin"],
            found=event["statistics"],
            error=_errors(event).get(node.index),
        )

    def own(self, node: GraphNode) -> list[int]:
        """The events of values that the layer of ``node`` returned."""
        numbers = range(len(self.events))
        return [n for n in numbers if node.owner in self.events[n]["paths"]]

    def reached(self, node: GraphNode) -> bool:
        """Whether all inputs of ``node`` were computed."""
        return all(source in self.seen for source in node.reads(self.mode))

    def fits(self, node: GraphNode, number: int) -> bool:
        """Whether an event has the shape of ``node``."""
        return tuple(self.events[number]["shape"]) == (self.batch, *node.shape)

    def instead(self, node: GraphNode) -> list[int]:
        """The events that may be in place of the value of ``node``, likeliest first."""
        own = [n for n in self.own(node) if not self._right(self.events[n])]
        if own:
            return own
        sources = (self.seen.get(source) for source in node.reads(self.mode))
        after = max((numbers[0] for numbers in sources if numbers), default=-1)
        readers = [n for n in self.nodes if node.index in n.reads(self.mode)]
        later: list[int] = []
        for number in range(after + 1, len(self.events)):
            if self._right(self.events[number]):
                continue
            if any(self._is_of(reader, node, number) for reader in readers):
                break  # the file skips it
            later.append(number)
        close = [n for n in later if node.index in _errors(self.events[n])]
        shaped = [n for n in later if self.fits(node, n)]
        return [*close, *shaped, *later]

    def _finding(
        self, message: str, node: GraphNode, line: int, **more: Any
    ) -> Finding:
        expected = self.described.get(node.index, {})
        return self.places.finding(
            self.level, message, node, line, expected=expected, **more
        )

    def _right(self, event: Event) -> bool:
        """Whether it has the value of any node."""
        return any(error <= self.tolerance for _, error in event["errors"])

    def _numbers(self, node: GraphNode) -> list[int]:
        """The events with the values of the inputs of ``node``."""
        return [
            number
            for source in node.reads(self.mode)
            for number in self.seen.get(source, ())
        ]

    def _is_of(self, reader: GraphNode, node: GraphNode, number: int) -> bool:
        """Whether an event resembles the value of ``reader`` rather than ``node``."""
        if reader.owner in self.events[number]["paths"]:
            return True
        return self.fits(reader, number) and not self.fits(node, number)

    def _changed(self, node: GraphNode, number: int) -> tuple[GraphNode, int] | None:
        """The change of an input of ``node`` before it was read.

        An event of its shape that has the value of no node, before the event ``number``
        and outside the layer of that event. An intermediate value of a node without a
        layer looks the same.
        """
        if node.owner not in self.events[number]["paths"]:
            return None
        for index in node.reads(self.mode):
            source = self.graph.nodes[index]
            last = max((n for n in self.seen.get(index, ()) if n < number), default=-1)
            for found in range(last + 1, number) if last >= 0 else ():
                event = self.events[found]
                inside = f"{event['within']}.".startswith(f"{node.owner}.")
                if self.fits(source, found) and not self._right(event) and not inside:
                    return source, found
        return None

    def _layer(self, event: Event) -> str:
        """The path of the layer that computed an event, "" if the layer has parts."""
        path = next(iter(event["paths"]), "")
        parts = any(node.owner.startswith(f"{path}.") for node in self.nodes)
        return "" if parts else path


def returns(result: Mapping[str, Any], count: int) -> bool:
    """Whether ``result`` is a valid return value for ``count`` outputs.

    Several may also be in a list or a dictionary; a single one must be a plain tensor.
    """
    if count == 1:
        return result["form"] == "tensor"
    return result["form"] == "several" and result["count"] == count


def _errors(event: Event) -> dict[int, float]:
    """The relative errors of an event, by the nodes that it resembles."""
    return dict(event["errors"])
