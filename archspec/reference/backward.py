"""Gradients of a graph in NumPy: reverse mode, node by node."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from archspec.graph.nodes import GATE, Graph, GraphNode, Mode
from archspec.ops.norm import BatchNorm
from archspec.record import record
from archspec.reference.forward import (
    check_inputs,
    check_weights,
    compute,
    tensors_of,
)
from archspec.reference.ops import RULES, Array, Gradient
from archspec.reference.statistics import Batch, batch_of, updated

_Key = TypeVar("_Key", int, str)

NONE: Mapping[str, Gradient] = {}  # replaces no gradient of `RULES`


@record
class Pass:
    """A forward and a backward pass.

    The loss is the sum of all outputs, each weighted by its cotangent.

    Attributes:
        outputs: the outputs of the mode, in the order of ``graph.outputs_in(mode)``.
        loss: their weighted sum.
        values: the value of every node that runs in the mode, and every input, by index.
        grads: the gradient of the loss with respect to each of ``values``; zeros if the
            loss does not depend on it.
        tensors: the gradient with respect to each param, by neutral name. Calls of a
            reused module are summed; a param without influence has zeros.
        running: the running statistics after the pass, by neutral name, with the unbiased
            variance; unchanged in inference mode.
        biased: the same with the biased variance, as Gluon and Paddle keep it.
        batches: the statistics that updated them, in the order of the calls.
    """

    outputs: tuple[Array, ...]
    loss: float
    values: dict[int, Array]
    grads: dict[int, Array]
    tensors: dict[str, Array]
    running: dict[str, Array]
    biased: dict[str, Array]
    batches: tuple[Batch, ...]


def run_backward(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    mode: Mode = "inference",
    keep: bool = True,
    own: Mapping[str, Gradient] = NONE,
) -> Pass:
    """The values of ``graph`` and the gradients of its weighted outputs.

    In training, ``bn`` normalises by the statistics of the batch; dropout stays off.

    Args:
        graph: the network.
        weights: all its tensors by name, in PyTorch's layout.
        inputs: one array per network input, with the batch axis: (N, C, H, W) or (N, C).
        cotangents: one array per output of the mode, of its shape, with the batch axis.
        mode: "inference" or "train".
        keep: whether the result has ``grads``; otherwise each is freed once used.
        own: gradients by operator that replace those of `RULES`.

    Raises:
        ValueError: a tensor, input or cotangent is missing, unexpected, or has the wrong
            shape; or a ``bn`` has one value per channel in training.
    """
    check_weights(graph, weights)
    check_inputs(graph, inputs)
    _check_cotangents(graph, inputs, cotangents, mode)
    values = dict(zip(graph.inputs.values(), inputs, strict=True))
    batches: list[Batch] = []
    order = sorted(graph.running(mode) - set(values))
    for index in order:
        node = graph.nodes[index]
        arrays = [values[source] for source in node.reads(mode)]
        values[index] = compute(node, arrays, weights, mode)
        if mode == "train" and node.acts(mode) and isinstance(node.op, BatchNorm):
            batches.append(batch_of(node, node.op, arrays[0]))
    outputs = tuple(values[out.index] for out in graph.outputs_in(mode))
    grads, tensors = _reverse(graph, weights, values, cotangents, mode, keep, own)
    buffers = {
        name: weights[name]
        for name, info in graph.tensors.items()
        if info.role == "buffer"
    }
    return Pass(
        outputs,
        _loss(outputs, cotangents),
        values,
        grads,
        tensors,
        updated(buffers, batches, unbiased=True),
        updated(buffers, batches, unbiased=False),
        tuple(batches),
    )


def _reverse(
    graph: Graph,
    weights: Mapping[str, Array],
    values: Mapping[int, Array],
    cotangents: Sequence[Array],
    mode: Mode,
    keep: bool,
    own: Mapping[str, Gradient],
) -> tuple[dict[int, Array], dict[str, Array]]:
    """The gradients with respect to the kept values, and to the params."""
    grads: dict[int, Array] = {}
    tensors: dict[str, Array] = {}
    for out, cotangent in zip(graph.outputs_in(mode), cotangents, strict=True):
        _add(grads, out.index, cotangent)
    for index in sorted(values.keys() - set(graph.inputs.values()), reverse=True):
        node = graph.nodes[index]
        sources = node.reads(mode)
        dy = grads[index] if keep else grads.pop(index)
        arrays = [values[source] for source in sources]
        by_inputs, by_params = gradients(node, arrays, weights, dy, mode, own)
        for source, gradient in zip(sources, by_inputs, strict=True):
            _add(grads, source, gradient)
        for name, gradient in by_params.items():
            _add(tensors, node.tensor_path(name), gradient)
    if keep:
        for index in graph.inputs.values():
            grads.setdefault(index, np.zeros_like(values[index]))
    every = {
        name: tensors[name] if name in tensors else np.zeros_like(weights[name])
        for name, info in graph.tensors.items()
        if info.role == "param"
    }
    return grads if keep else {}, every


def gradients(
    node: GraphNode,
    arrays: Sequence[Array],
    weights: Mapping[str, Array],
    dy: Array,
    mode: Mode,
    own: Mapping[str, Gradient] = NONE,
) -> tuple[Sequence[Array], Mapping[str, Array]]:
    """The gradients with respect to a node's inputs and to its params.

    ``arrays`` has the values of ``node.reads(mode)``.
    """
    if node.kind == GATE or not node.acts(mode):
        return [dy], {}
    assert node.op is not None
    gradient = own.get(node.kind) or RULES[type(node.op)].in_mode(mode).gradient
    return gradient(node.op, dy, *arrays, **tensors_of(node, arrays, weights))


def _add(sums: dict[_Key, Array], key: _Key, term: Array) -> None:
    # Out of place: gradients may share memory.
    sums[key] = sums[key] + term if key in sums else term


def _loss(outputs: Sequence[Array], cotangents: Sequence[Array]) -> float:
    pairs = zip(outputs, cotangents, strict=True)
    return float(sum(np.sum(y * c, dtype=np.float64) for y, c in pairs))


def _check_cotangents(
    graph: Graph, inputs: Sequence[Array], cotangents: Sequence[Array], mode: Mode
) -> None:
    outputs = graph.outputs_in(mode)
    if len(cotangents) != len(outputs):
        raise ValueError(
            f"{graph.name} gives {len(outputs)} outputs, got {len(cotangents)} cotangents"
        )
    for out, cotangent in zip(outputs, cotangents, strict=True):
        shape = (len(inputs[0]), *graph.nodes[out.index].shape)
        if cotangent.shape != shape:
            raise ValueError(
                f"output {out.name!r} is {shape}, its cotangent {cotangent.shape}"
            )
