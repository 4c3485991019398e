"""Gradients by differences: what checks the analytic ones."""

from collections.abc import Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph, GraphNode
from archspec.graph.numpy_grads.decisions import same_decisions
from archspec.graph.numpy_ops import Array
from archspec.graph.reference import compute


def central_difference(
    graph: Graph,
    weights: Mapping[str, Array],
    values: Mapping[int, Array],
    cotangents: Sequence[Array],
    name: str,
    position: tuple[int, ...],
    step: float = 1e-6,
) -> float | None:
    """How the loss of ``run_backward`` at inference changes with one number.

    Only what depends on the number is computed again.

    Args:
        graph: the network.
        weights: all its tensors by name, in float64.
        values: of the pass with these weights, as in ``Pass.values``.
        cotangents: one array per output at inference.
        name: of a tensor, or of an input of the network.
        position: of the number in it; of an input with the batch axis.
        step: how far the number is moved, down and up.

    Returns:
        The quotient; None where an operator decides differently on both sides, so that
        the quotient is no derivative: the caller takes another number.

    Raises:
        KeyError: no tensor and no input is called ``name``.
    """
    sides = [dict[int, Array](), dict[int, Array]()]  # what differs from ``values``
    source = graph.inputs.get(name)
    moved = [
        _moved(weights[name] if source is None else values[source], position, change)
        for change in (-step, step)
    ]
    if source is not None:
        for side, array in zip(sides, moved, strict=True):
            side[source] = array
    tensors = [weights] * 2
    if source is None:
        tensors = [{**weights, name: array} for array in moved]
    owner = name.rpartition(".")[0] if source is None else None
    for index in sorted(graph.running("inference") - set(graph.inputs.values())):
        node = graph.nodes[index]
        reads = node.reads("inference")
        owns = node.owner == owner and node.acts("inference")
        if not owns and sides[0].keys().isdisjoint(reads):
            continue
        arrays = [[side.get(i, values[i]) for i in reads] for side in sides]
        if not _smooth(node, *arrays):
            return None
        for side, given, owned in zip(sides, arrays, tensors, strict=True):
            side[index] = compute(node, given, owned)
    change = 0.0
    for out, cotangent in zip(graph.outputs_in("inference"), cotangents, strict=True):
        if out.index in sides[0]:
            low, high = (side[out.index] for side in sides)
            # Equal infinities, of a border, have no difference.
            difference = np.subtract(
                high, low, out=np.zeros_like(low), where=high != low
            )
            change += float(np.sum(difference * cotangent))
    return change / float(moved[1][position] - moved[0][position])


def _moved(array: Array, position: tuple[int, ...], change: float) -> Array:
    array = array.copy()
    array[position] += change
    return array


def _smooth(node: GraphNode, low: Sequence[Array], high: Sequence[Array]) -> bool:
    if node.op is None or not node.acts("inference"):
        return True
    return same_decisions(node.op, low[0], high[0])
