"""Finds the first wrong gradient with respect to a value, from the end of the network."""

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.graph.nodes import GraphNode, Mode
from archspec.proof.backend_proof import BackendProof
from archspec.proof.judgement.dropout import rates_of
from archspec.proof.judgement.gradients import TOLERANCE, global_norm, relative
from archspec.proof.processes.process import WorkerError
from archspec.proof.reports.report import Finding, Level

Event = Mapping[str, Any]  # a result of `worker.watching.events.Event.plain`


def first_wrong_gradient(
    proof: BackendProof, level: Level, mode: Mode, after: int
) -> Finding | None:
    """A finding at the node with a correct output gradient and a wrong input gradient.

    ``after`` is the last node whose parameters have wrong gradients. None if the
    gradients with respect to its value, and to later ones, are correct or were not
    observed.
    """
    proof.expected.put_slopes(mode)
    try:
        answer = proof.named(
            proof.worker.ask(
                "slopes", train=mode == "train", rates=rates_of(proof.graph)
            )
        )
    except WorkerError:  # the network under proof ran before
        return None
    events = answer["events"]
    values: dict[int, list[Event]] = {}
    for event in events:
        # A node that passes a value on gets only a part of its gradient.
        for index in sorted(map(int, event["slopes"] or ()))[:1]:
            values.setdefault(index, []).append(event)
    slopes = {index: found[0]["slopes"][str(index)] for index, found in values.items()}
    whole = global_norm(slopes.values())
    wrong = [i for i, one in slopes.items() if not relative(one, whole) <= TOLERANCE]
    last = max(wrong, default=-1)
    if last < after:
        return None
    observed = slopes[last]["difference"] is not None
    same = {int(index) for event in values[last] for index in event["slopes"]}
    readers = [
        proof.graph.nodes[index]
        for index in sorted(proof.graph.running(mode) - same)
        if same.intersection(proof.graph.nodes[index].reads(mode))
    ]
    node, line = _place(proof.graph.nodes[last], values, observed, readers)
    message = "the gradient that flows back through it differs"
    inputs = set(map(str, proof.graph.inputs.values()))
    cuts = [e for e in events if e["cut"] and set(e["slopes"]) - inputs]
    if not cuts:
        return proof.places.finding(level, message, node, line)
    line, calls = cuts[0]["origin"] or cuts[0]["line"], cuts[0]["calls"]
    message = "the gradient that flows back through it is cut off"
    return proof.places.finding(level, message, node, line, calls=calls)


def _place(
    node: GraphNode,
    values: Mapping[int, Sequence[Event]],
    observed: bool,
    readers: Sequence[GraphNode],
) -> tuple[GraphNode, int]:
    """The node to name, and its line in the file.

    The gradient with respect to the value of ``node`` is wrong, or missing if it was not
    ``observed``; the gradients of its ``readers`` are correct.
    """
    first, *more = values[node.index]
    if more:  # the operation that cuts off the gradient returns the value again
        line = more[-1]["line"]
        inside = f"{more[-1]['within']}."
        for reader in readers:
            lines = {event["line"] for event in values.get(reader.index, ())}
            if inside.startswith(f"{reader.owner}.") or (
                line in lines and line != first["line"]
            ):
                return reader, line
        return node, line
    if observed and readers:
        lines = [event["line"] for event in values.get(readers[0].index, ())]
        return readers[0], next(iter(lines), 0)
    return node, first["line"]
