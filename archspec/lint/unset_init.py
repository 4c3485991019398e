"""unset-init: layers without a weight initialisation."""

from archspec.check.walk import walk
from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.ops import WEIGHTED
from archspec.spec import Definition, Network


def unset_init(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn once about all layers that leave initialisation to the framework."""
    del graph
    count = _unset(network)
    if not count:
        return
    layers = "1 layer has" if count == 1 else f"{count} layers have"
    message = f"{layers} no weight initialisation, and the frameworks' defaults differ"
    help = "add init: {weight: he_normal, bias: zeros}, or allow it: given the same\nweights, all frameworks compute the same values"
    report.add(message, ("name",), help)


def _unset(network: Network) -> int:
    """The number of layers, as written, without an ``init`` for their weight."""
    classes: list[Definition] = [network, *network.blocks.values()]
    return sum(
        "weight" not in {**network.init, **definition.init, **site.node.init}
        for definition in classes
        for site in walk(definition, ())
        if site.node.op in WEIGHTED
    )
