"""unread-node: what is computed for nothing."""

from archspec.graph.nodes import Graph, GraphNode, Loc
from archspec.graph.report import GraphProblems
from archspec.spec import Network


def unread_node(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn of nodes that reach no output, in any instance and any mode.

    Of nodes that feed only each other, the last is named; of a block call of which
    nothing is needed, the call.
    """
    del network
    running = graph.running("train") | graph.running("inference")
    alive = {
        place
        for node in graph.nodes
        if node.index in running
        for place in _places(node)
    }
    read = {index for node in graph.nodes for index in node.inputs}
    for node in graph.nodes:
        if node.kind == "input" or node.index in running or node.index in read:
            continue
        places = _places(node)
        dead = next((place for place in places if place not in alive), None)
        if dead is None:
            continue
        message = "nothing reads this node, and it is no output"
        help = "delete it, read it with 'from', or name it under 'outputs'"
        # The calls around the place, not those inside of it.
        trail = node.trail[len(places) - places.index(dead) :]
        report.add(message, (*dead, "op"), help, trail)


def _places(node: GraphNode) -> list[Loc]:
    """Where it is written, from the outermost call to the node itself."""
    return [*(frame.loc for frame in reversed(node.trail)), node.loc]
