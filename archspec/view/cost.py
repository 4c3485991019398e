"""The cost of a node: its parameters and its multiplications."""

from math import prod

from archspec.graph.nodes import Graph, GraphNode
from archspec.record import record


@record
class Cost:
    """The cost of one or several nodes; for a network, the totals of the graph.

    Attributes:
        params: trained values; those of a reused module count where it is defined.
        buffers: values of running statistics.
        macs: multiply-accumulates of one example.
    """

    params: int = 0
    buffers: int = 0
    macs: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.params + other.params,
            self.buffers + other.buffers,
            self.macs + other.macs,
        )


def cost(graph: Graph, node: GraphNode) -> Cost:
    """The cost of ``node``."""
    if node.op is None:
        return Cost()
    counts = {"param": 0, "buffer": 0}
    if node.owner == node.path:
        for tensor in graph.tensors_of(node).values():
            counts[tensor.role] += prod(tensor.shape)
    macs = node.op.macs(*graph.input_shapes(node), y=node.shape)
    return Cost(counts["param"], counts["buffer"], macs)
