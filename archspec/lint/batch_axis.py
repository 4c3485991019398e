"""batch-axis: an input that looks like an image with its batch."""

from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.ops import spell
from archspec.spec import Network

CHANNELS = 4  # the most channels that an image is likely to have


def batch_axis(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn about inputs such as ``[1, 3, 224, 224]``, a volume of depth 3."""
    del network
    for name, index in graph.inputs.items():
        shape = graph.nodes[index].shape
        if len(shape) == 4 and shape[0] == 1 and shape[1] <= CHANNELS:
            message = f"{spell(shape)} is a volume with 1 channel and depth {shape[1]}"
            help = f"an image has no batch axis: {spell(shape[1:])}"
            report.add(message, ("input", name), help)
