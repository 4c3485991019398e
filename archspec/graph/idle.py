"""Refuses calls of a reused bn whose value nothing needs."""

from collections import Counter

from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.ops.norm import BatchNorm

IDLE = "no output needs this call of the bn {!r} in training"


def refuse_idle_calls(graph: Graph, report: GraphProblems) -> None:
    """Report calls of a bn that no output needs in training, beside others that one does.

    A framework that runs such a call updates the running statistics, which the others
    read; one that drops it does not.
    """
    calls = [
        node
        for node in graph.nodes
        if isinstance(node.op, BatchNorm) and node.acts("train")
    ]
    count = Counter(node.owner for node in calls)
    if len(count) == len(calls):
        return  # none is reused
    running = graph.running("train")
    needed = {node.owner for node in calls if node.index in running}
    for node in calls:
        idle = node.owner in needed and node.index not in running
        if idle and count[node.owner] > 1:
            help = (
                "delete it, or use its value: whether it updates the running statistics\n"
                "depends on the framework"
            )
            report.add(IDLE.format(node.owner), (*node.loc, "op"), help, node.trail)
