"""conv-bias: a bias right before ``bn``, which subtracts it with the mean."""

from archspec.check.walk import walk
from archspec.expr import Const
from archspec.graph.nodes import Graph, GraphNode, Loc
from archspec.graph.report import GraphProblems
from archspec.ops import WEIGHTED
from archspec.ops.norm import BatchNorm
from archspec.spec import Definition, Network, OpNode


def conv_bias(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn about layers whose value goes only into a ``bn``, in all instances."""
    idle, needed = _layers(graph)
    useless = idle - needed
    classes: list[tuple[Definition, Loc]] = [(network, ())]
    classes += [(block, ("blocks", name)) for name, block in network.blocks.items()]
    for definition, loc in classes:
        for site in walk(definition, loc):
            node = site.node
            if not isinstance(node, OpNode) or site.loc not in useless:
                continue
            bias = node.fields.get("bias", Const(True))
            if isinstance(bias, Const):  # otherwise a param may turn it off
                message = "this bias has no effect: the bn after it removes it"
                place = "bias" if "bias" in node.fields else "op"
                report.add(message, (*site.loc, place), "write bias: false")


def _layers(graph: Graph) -> tuple[set[Loc], set[Loc]]:
    """The places of layers with a bias that only a ``bn`` sees, and those of all
    others.
    """
    readers: dict[int, list[GraphNode]] = {}
    for node in graph.nodes:
        for index in node.inputs:
            readers.setdefault(index, []).append(node)
    outputs = {out.index for out in graph.outputs}
    shared = {node.owner for node in graph.nodes if node.owner != node.path}
    idle: set[Loc] = set()
    needed: set[Loc] = set()
    for node in graph.nodes:
        if node.kind not in WEIGHTED:
            continue
        after = [reader.op for reader in readers.get(node.index, ())]
        normed = bool(after) and all(isinstance(op, BatchNorm) for op in after)
        alone = node.owner not in shared and node.index not in outputs
        places = (
            idle if "bias" in graph.tensors_of(node) and normed and alone else needed
        )
        places.add(node.loc)
    return idle, needed
