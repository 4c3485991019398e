"""What ``check`` tells about a spec that is right, in a line."""

from archspec.api import Spec
from archspec.cli.report import plural
from archspec.graph.nodes import Graph
from archspec.ops import spell
from archspec.ops.base import Numbers


def headline(spec: Spec) -> str:
    """``ResNet50: (3, 224, 224) -> (1000,), 25,557,032 parameters``"""
    graph = spec.graph
    inputs = ", ".join(spell(spec_shape(graph, name)) for name in graph.inputs)
    outputs = ", ".join(
        spell(graph.nodes[out.index].shape) for out in graph.outputs_in("inference")
    )
    counted = plural(graph.param_count, "parameter")
    return f"{spec.name}: {inputs} -> {outputs}, {counted}"


def spec_shape(graph: Graph, name: str) -> Numbers:
    """The shape of the input ``name``."""
    return graph.nodes[graph.inputs[name]].shape
