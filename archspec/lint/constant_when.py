"""constant-when: a condition with the same value everywhere."""

from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.lint.settable import Settable
from archspec.spec import Network


def constant_when(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn of conditions that are true, or false, for every instance.

    Conditions that depend on a param of the network are ignored.
    """
    same = {
        loc: next(iter(values))
        for loc, values in graph.conditions.items()
        if loc[-1] == "when" and len(values) == 1
    }
    if not same:
        return
    settable = Settable(network)
    for name, sites in settable.sites.items():
        for site in sites:
            loc, when = (*site.loc, "when"), site.node.when
            if when is None or loc not in same or settable.decides(when, name, site):
                continue
            told = "true" if same[loc] else "false"
            help = "delete the condition" if same[loc] else "delete the node"
            report.add(f"this condition is {told} wherever the node is used", loc, help)
