"""Weights and inputs that reach both sides of every bend of an operator.

Normally distributed values rarely exceed 6, so a relu in place of a relu6 would compute
the same values. Therefore the values before such an operator are shifted to its bends.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph, GraphNode
from archspec.reference.ops import RULES, Array


def bends_of(node: GraphNode) -> tuple[float, ...]:
    """The bends of a node's operator if some are not at 0; values lie around 0 anyway."""
    bends = RULES[type(node.op)].kinks_of(node.op) if node.op else ()
    return bends if any(bends) else ()


def reach_bends(
    graph: Graph, weights: Mapping[str, Array], inputs: Sequence[Array]
) -> tuple[dict[str, Array], list[Array]]:
    """``weights`` and ``inputs``, shifted so that values lie on both sides of every bend.

    The channels of the nearest bias before an operator, or of the input if there is
    none, are shifted to its bends in turn.
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
        bends = bends_of(node)
        if bends and node.index in values:
            x = values[node.inputs[0]]
            if not all(x.min() < bend < x.max() for bend in bends):
                found.append(node.path)
    return tuple(found)


def _sources(graph: Graph) -> dict[int, list[float]]:
    """The bends that follow a bias or an input, by the index of its node."""
    found: dict[int, list[float]] = {}
    owners = {node.owner: node for node in reversed(graph.nodes)}
    for node in graph.nodes:
        own = bends_of(node)
        if own:
            source = owners[_before(graph, node).owner]
            bends = found.setdefault(source.index, [])
            bends += [bend for bend in own if bend not in bends]
    return found


def _before(graph: Graph, node: GraphNode) -> GraphNode:
    """The nearest node before ``node`` with a bias, or an input."""
    while node.inputs:
        node = graph.nodes[node.inputs[0]]
        if "bias" in graph.tensors_of(node):
            break
    return node
