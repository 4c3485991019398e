"""Weights and inputs with which no operator stays on one side of where it bends.

Normally distributed values hardly ever exceed 6: a relu in place of a relu6 would compute
the same. So the values before such an operator are moved to where it bends.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph, GraphNode
from archspec.reference.ops import RULES, Array

# Where operators bend away from 0, around which values lie anyway.
BENDS = {op.NAME: rule.kinks for op, rule in RULES.items() if any(rule.kinks)}


def spread(
    graph: Graph, weights: Mapping[str, Array], inputs: Sequence[Array]
) -> tuple[dict[str, Array], list[Array]]:
    """``weights`` and ``inputs``, moved so that every bend is met on both sides.

    The channels of the bias that is nearest before an operator, or of the input if there
    is none, are moved to its bends in turn.
    """
    moved, given = dict(weights), list(inputs)
    for index, bends in _sources(graph).items():
        node = graph.nodes[index]
        bias = node.tensor_path("bias")
        if bias in moved:
            moved[bias] = moved[bias] + np.resize(bends, moved[bias].shape)
        else:
            place = list(graph.inputs.values()).index(index)
            channels = given[place].shape[1]
            shape = (1, channels, *(1 for _ in given[place].shape[2:]))
            given[place] = given[place] + np.resize(bends, channels).reshape(shape)
    return moved, given


def unreached(graph: Graph, values: Mapping[int, Array]) -> tuple[str, ...]:
    """The paths of the nodes whose input stays on one side of a bend."""
    found: list[str] = []
    for node in graph.nodes:
        if node.kind in BENDS and node.index in values:
            x = values[node.inputs[0]]
            if not all(x.min() < bend < x.max() for bend in BENDS[node.kind]):
                found.append(node.path)
    return tuple(found)


def _sources(graph: Graph) -> dict[int, list[float]]:
    """The bends that follow a bias or an input, by the index of its node."""
    found: dict[int, list[float]] = {}
    owners = {node.owner: node for node in reversed(graph.nodes)}
    for node in graph.nodes:
        if node.kind in BENDS:
            source = owners[_before(graph, node).owner]
            bends = found.setdefault(source.index, [])
            bends += [bend for bend in BENDS[node.kind] if bend not in bends]
    return found


def _before(graph: Graph, node: GraphNode) -> GraphNode:
    """The nearest node before ``node`` with a bias, or an input."""
    while node.inputs:
        node = graph.nodes[node.inputs[0]]
        if "bias" in graph.tensors_of(node):
            break
    return node
