"""unread-node: a node whose value is never used."""

from archspec.graph.nodes import Graph, GraphNode, Loc
from archspec.graph.report import GraphProblems
from archspec.spec import Network


def unread_node(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn about nodes that reach no output, in any instance and mode.

    Names only the last of nodes that feed each other, and the call of a block of which
    nothing is needed.
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
        message = "nothing reads this node, and it is not an output"
        help = "delete it, read it with 'from', or name it under 'outputs'"
        # The calls around the place, not those inside it.
        trail = node.trail[len(places) - places.index(dead) :]
        report.add(message, (*dead, "op"), help, trail)


def _places(node: GraphNode) -> list[Loc]:
    """Its places in the spec, from the outermost call to the node itself."""
    return [*(frame.loc for frame in reversed(node.trail)), node.loc]
