"""Lints: warnings about a correct spec that is probably not intended.

Only ``archspec check`` reports them.
"""

from collections.abc import Callable, Collection

from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.lint.batch_axis import batch_axis
from archspec.lint.constant_when import constant_when
from archspec.lint.conv_bias import conv_bias
from archspec.lint.dropped_rows import dropped_rows
from archspec.lint.unread_node import unread_node
from archspec.lint.unset_init import unset_init
from archspec.record import replace
from archspec.spec import Network
from archspec.text.problems import Problem

Lint = Callable[[Network, Graph, GraphProblems], None]

CHECKS: dict[str, Lint] = {
    "batch-axis": batch_axis,
    "constant-when": constant_when,
    "conv-bias": conv_bias,
    "dropped-rows": dropped_rows,
    "unread-node": unread_node,
    "unset-init": unset_init,
}


def lint(
    network: Network, graph: Graph, allowed: Collection[str] = ()
) -> list[Problem]:
    """The warnings about a network that was read from a file.

    Warnings about a file that it extends belong to the check of that file.

    Args:
        network: the network as written.
        graph: its graph for some values of its params.
        allowed: lints to ignore, besides those in the network's ``allow``.
    """
    found: list[Problem] = []
    for code, check in CHECKS.items():
        if code in allowed or code in network.allow:
            continue
        report = GraphProblems(network.tree)
        check(network, graph, report)
        found += [
            replace(problem, severity="warning", code=code)
            for problem in report.found.items
        ]
    return found
