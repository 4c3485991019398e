"""unset-init: layers that do not say how their weights start."""

from archspec.check.walk import walk
from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.ops import WEIGHTED
from archspec.spec import Definition, Network


def unset_init(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn once of all layers of a network that leave it to the framework."""
    del graph
    count = _unset(network)
    if not count:
        return
    layers = "1 layer says" if count == 1 else f"{count} layers say"
    message = f"{layers} nothing of how the weights start, and no two frameworks agree"
    help = "add init: {weight: he_normal, bias: zeros}, or allow it: the values that a\nnetwork computes with given weights are the same"
    report.add(message, ("name",), help)


def _unset(network: Network) -> int:
    """How many layers, as they are written, have no ``init`` for their weight."""
    classes: list[Definition] = [network, *network.blocks.values()]
    return sum(
        "weight" not in {**network.init, **definition.init, **site.node.init}
        for definition in classes
        for site in walk(definition, ())
        if site.node.op in WEIGHTED
    )
