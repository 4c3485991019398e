"""A network in one line."""

from archspec.graph.nodes import Graph
from archspec.ops import spell
from archspec.ops.base import Numbers
from archspec.view.words import plural


def line(graph: Graph) -> str:
    """``ResNet50: (3, 224, 224) -> (1000,), 25,557,032 parameters``"""
    return f"{graph.name}: {way(graph)}, {plural(graph.param_count, 'parameter')}"


def way(graph: Graph) -> str:
    """``(3, 224, 224) -> (1000,)``: from the inputs to the outputs at inference."""
    inputs = ", ".join(spell(input_shape(graph, name)) for name in graph.inputs)
    outputs = ", ".join(
        spell(graph.nodes[out.index].shape) for out in graph.outputs_in("inference")
    )
    return f"{inputs} -> {outputs}"


def input_shape(graph: Graph, name: str) -> Numbers:
    """The shape of the input ``name``."""
    return graph.nodes[graph.inputs[name]].shape
