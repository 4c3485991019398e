"""Layers that fail in training unless their input requires a gradient.

In a proof the inputs require gradients, so these layers work. In a user's own loop they
may fail if nothing before them is trained.
"""

from collections.abc import Sequence

from archspec.backends.contract.facts.known import InputGradient, known_of
from archspec.graph.nodes import Graph, GraphNode


def input_gradients(backend: str, graph: Graph) -> list[str]:
    """The effects in a training loop of ``graph``, by node."""
    table = known_of(backend).input_gradients
    found: list[str] = []
    trained: set[int] = set()  # nodes that depend on a trained tensor
    for index in sorted(graph.running("train")):
        node = graph.nodes[index]
        if trained.isdisjoint(node.reads("train")):
            found += [f"{node.path}: {effect}" for effect in _effects(table, node)]
        tensors = graph.tensors_of(node) if node.acts("train") else {}
        own = any(tensor.role == "param" for tensor in tensors.values())
        if own or not trained.isdisjoint(node.reads("train")):
            trained.add(index)
    return found


def _effects(table: Sequence[InputGradient], node: GraphNode) -> Sequence[str]:
    return [
        one.effect
        for one in table
        if one.kind == node.kind and node.acts("train") and one.concerns(node.op)
    ]
