"""The facts that are compared, of a node and of a network."""

from collections.abc import Mapping
from typing import Any, Protocol

from archspec.check.walk import Loc, walk
from archspec.expr import show
from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import WEIGHTED
from archspec.spec import Definition, Initializer, Network
from archspec.view.cost import cost
from archspec.view.fields import fields


class Comparable(Protocol):
    """The part of an `archspec.Spec` that a comparison needs."""

    network: Network
    graph: Graph


class Side:
    """One of the two networks."""

    def __init__(self, spec: Comparable):
        self.graph = spec.graph
        self.starts = starts(spec.network)
        self.paths = {node.path: node for node in spec.graph.nodes}

    def facts(self, node: GraphNode) -> dict[str, Any]:
        """All facts about a node except its path."""
        graph, its = self.graph, cost(self.graph, node)
        owns = node.owner == node.path
        return {
            "op": node.kind,
            **fields(node.op),
            "inputs": [graph.nodes[index].path for index in node.inputs],
            "reuses": None if owns else node.owner,
            "only": node.only,
            "init": self.starts.get(node.loc, {}) if owns else {},
            "shape": list(node.shape),
            "parameters": its.params,
            "buffers": its.buffers,
            "macs": its.macs,
        }

    def totals(self) -> dict[str, Any]:
        """All facts about the network except its nodes and outputs."""
        graph = self.graph
        return {
            "name": graph.name,
            "params": dict(graph.params),
            "nodes": len(graph.nodes) - len(graph.inputs),
            "parameters": graph.param_count,
            "buffers": graph.buffer_count,
            "macs": graph.macs,
        }


def starts(network: Network) -> dict[Loc, Mapping[str, str]]:
    """The ``init`` of every layer as written, by its place in the spec."""
    classes: list[tuple[Definition, Loc]] = [(network, ())]
    classes += [(block, ("blocks", name)) for name, block in network.blocks.items()]
    return {
        site.loc: {
            name: _initializer(value)
            for name, value in sorted(
                {**network.init, **definition.init, **site.node.init}.items()
            )
        }
        for definition, loc in classes
        for site in walk(definition, loc)
        if site.node.op in WEIGHTED
    }


def _initializer(initializer: Initializer) -> str:
    args = ", ".join(show(arg) for arg in initializer.args)
    return f"{initializer.kind}({args})" if args else initializer.kind
