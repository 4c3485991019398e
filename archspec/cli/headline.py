"""What ``check`` tells about a spec that is right, in a line."""

from archspec.api import Spec
from archspec.check.walk import walk
from archspec.cli.report import plural
from archspec.graph.nodes import Graph
from archspec.ops import WEIGHTED, spell
from archspec.ops.base import Numbers
from archspec.spec import Definition, Network


def headline(spec: Spec) -> str:
    """``ResNet50: (3, 224, 224) -> (1000,), 25,557,032 parameters``"""
    graph = spec.graph
    inputs = ", ".join(spell(spec_shape(graph, name)) for name in graph.inputs)
    outputs = ", ".join(
        spell(graph.nodes[out.index].shape) for out in graph.outputs_in("inference")
    )
    layers = unstated(spec.network)
    init = f", {plural(layers, 'layer')} without 'init'" if layers else ""
    counted = plural(graph.param_count, "parameter")
    return f"{spec.name}: {inputs} -> {outputs}, {counted}{init}"


UNSTATED = (
    "note: layers without 'init' start by each framework's own rule, and no two of them "
    "are alike: state it where trainings are to be compared"
)


def unstated(network: Network) -> int:
    """How many layers, as written, say nothing about how their weights start."""
    classes: list[tuple[Definition, tuple[str, ...]]] = [(network, ())]
    classes += [(block, ("blocks", name)) for name, block in network.blocks.items()]
    return sum(
        "weight" not in {**network.init, **definition.init, **site.node.init}
        for definition, loc in classes
        for site in walk(definition, loc)
        if site.node.op in WEIGHTED
    )


def spec_shape(graph: Graph, name: str) -> Numbers:
    """The shape of the input ``name``."""
    return graph.nodes[graph.inputs[name]].shape
