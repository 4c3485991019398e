"""Gradients by finite differences, to check the analytic ones."""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.reference.forward import compute
from archspec.reference.ops import RULES, Array


def central_difference(
    graph: Graph,
    weights: Mapping[str, Array],
    values: Mapping[int, Array],
    cotangents: Sequence[Array],
    name: str,
    position: tuple[int, ...],
    step: float = 1e-6,
) -> float | None:
    """The central difference of the loss of ``run_backward`` for one number.

    Only values that depend on the number are computed again.

    Args:
        graph: the network.
        weights: all its tensors by name, in float64.
        values: the values of the pass with these weights, as in ``Pass.values``.
        cotangents: one array per output at inference.
        name: the name of a tensor, or of an input of the network.
        position: the index of the number in it, with the batch axis of an input.
        step: the change of the number in each direction.

    Returns:
        The difference quotient; None if an operator decides differently on the two
        sides. Then the quotient is not a derivative: choose another number.

    Raises:
        KeyError: no tensor and no input is called ``name``.
    """
    source = graph.inputs.get(name)
    array = weights[name] if source is None else values[source]
    changed = _changed(array, position, -step), _changed(array, position, step)
    sides = _Side(dict(weights), {}), _Side(dict(weights), {})
    for side, other in zip(sides, changed, strict=True):
        if source is None:
            side.weights[name] = other
        else:
            side.values[source] = other
    owner = graph.owners[name] if source is None else None
    if not _propagate(graph, values, sides, owner):
        return None
    change = 0.0
    for out, cotangent in zip(graph.outputs_in("inference"), cotangents, strict=True):
        if out.index in sides[0].values:
            low, high = (side.values[out.index] for side in sides)
            change += _weighted(high, low, cotangent)
    return change / float(changed[1][position] - changed[0][position])


@record
class _Side:
    """The network with the number changed in one direction: tensors and changed values."""

    weights: dict[str, Array]
    values: dict[int, Array]


def _changed(array: Array, position: tuple[int, ...], change: float) -> Array:
    array = array.copy()
    array[position] += change
    return array


def _propagate(
    graph: Graph,
    values: Mapping[int, Array],
    sides: tuple[_Side, _Side],
    owner: str | None,
) -> bool:
    """Compute the nodes that read tensors of ``owner``, or values that differ.

    Returns whether all operators decide alike on both sides.
    """
    for index in sorted(graph.running("inference") - set(graph.inputs.values())):
        node = graph.nodes[index]
        reads = node.reads("inference")
        if node.owner != owner and sides[0].values.keys().isdisjoint(reads):
            continue
        arrays = [[side.values.get(i, values[i]) for i in reads] for side in sides]
        rule = RULES[type(node.op)] if node.op and node.acts("inference") else None
        if rule and not rule.same_decisions(node.op, *arrays):
            return False
        for side, given in zip(sides, arrays, strict=True):
            side.values[index] = compute(node, given, side.weights)
    return True


def _weighted(high: Array, low: Array, cotangent: Array) -> float:
    # Equal infinities, from a border, have no difference.
    change = np.subtract(high, low, out=np.zeros_like(low), where=high != low)
    return float(np.sum(change * cotangent))
