"""The NumPy oracle: runs a graph in inference mode, node by node."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, overload

from archspec.graph.nodes import GATE, Graph, GraphNode, Mode
from archspec.ops import spell
from archspec.reference.ops import RULES, Array

SHOWN = 5  # names of tensors in a message


@overload
def run(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    trace: Literal[False] = False,
) -> Array | tuple[Array, ...]: ...
@overload
def run(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    trace: Literal[True],
) -> dict[str, Array]: ...
def run(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    trace: bool = False,
) -> Array | tuple[Array, ...] | dict[str, Array]:
    """The output of ``graph`` in inference mode; a tuple for several outputs.

    Args:
        graph: the network.
        weights: all its tensors by name, in PyTorch's layout.
        inputs: one array per network input, with the batch axis: (N, C, H, W) or (N, C).
        trace: return the values of all paths of ``graph.values`` instead. Paths that do
            not run at inference are absent.

    Raises:
        ValueError: a tensor or input is missing, unexpected, or has the wrong shape.
    """
    values = run_values(graph, weights, inputs, keep=trace)
    if trace:
        items = graph.values.items()
        return {path: values[index] for path, index in items if index in values}
    first, *more = (values[out.index] for out in graph.outputs_in("inference"))
    return (first, *more) if more else first


def run_values(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    keep: bool = True,
) -> dict[int, Array]:
    """The values by the index of their node; only the outputs unless ``keep``.

    Arguments and errors are as in `run`.
    """
    check_weights(graph, weights)
    check_inputs(graph, inputs)
    given = dict(zip(graph.inputs.values(), inputs, strict=True))
    running = graph.running("inference")
    outputs = [out.index for out in graph.outputs_in("inference")]
    uses = {index: outputs.count(index) for index in running}
    for index in running:
        for source in graph.nodes[index].reads("inference"):
            uses[source] += 1
    values: dict[int, Array] = {}
    for index in sorted(running):
        node = graph.nodes[index]
        sources = node.reads("inference")
        arrays = [values[source] for source in sources]
        values[index] = (
            given[index] if index in given else compute(node, arrays, weights)
        )
        for source in () if keep else sources:
            uses[source] -= 1
            if not uses[source]:
                del values[source]
    return values


def compute(
    node: GraphNode,
    arrays: Sequence[Array],
    weights: Mapping[str, Array],
    mode: Mode = "inference",
) -> Array:
    """The value of ``node`` for the values of ``node.reads(mode)``."""
    if node.kind == GATE or not node.acts(mode):
        return arrays[0]
    assert node.op is not None
    forward = node.reference or RULES[type(node.op)].in_mode(mode).forward
    return forward(node.op, *arrays, **tensors_of(node, arrays, weights))


def tensors_of(
    node: GraphNode, xs: Sequence[Array], weights: Mapping[str, Array]
) -> dict[str, Array]:
    """The tensors that ``node`` uses for inputs ``xs``, by their name in the operator."""
    names = node.op.tensors(*(x.shape[1:] for x in xs)) if node.op else ()
    return {name: weights[node.tensor_path(name)] for name in names}


def check_weights(graph: Graph, weights: Mapping[str, Array]) -> None:
    """Raise ValueError unless ``weights`` are exactly the tensors of ``graph``."""
    tensors = graph.tensors
    lines: list[str] = []
    missing = [name for name in tensors if name not in weights]
    unexpected = [name for name in weights if name not in tensors]
    for noun, names in (("missing", missing), ("unexpected", unexpected)):
        if names:
            lines.append(f"{noun}: {_listing(names)}")
    misshapen = [
        f"{name} is {spell(weights[name].shape)}, not {spell(info.shape)}"
        for name, info in tensors.items()
        if name in weights and weights[name].shape != info.shape
    ]
    if misshapen:
        lines.append(f"of another shape: {_listing(misshapen)}")
    if lines:
        raise ValueError(f"weights do not fit {graph.name}; {'; '.join(lines)}")


def check_inputs(graph: Graph, inputs: Sequence[Array]) -> None:
    """Raise ValueError unless ``inputs`` are batches of the inputs of ``graph``."""
    if len(inputs) != len(graph.inputs):
        wanted = f"{len(graph.inputs)} inputs ({', '.join(graph.inputs)})"
        raise ValueError(f"{graph.name} reads {wanted}, got {len(inputs)}")
    for (name, index), array in zip(graph.inputs.items(), inputs, strict=True):
        shape = graph.nodes[index].shape
        if array.shape[1:] != shape or len(array) != len(inputs[0]):
            wanted = ", ".join(map(str, ("batch", *shape)))
            raise ValueError(f"input {name!r} is ({wanted}), got {array.shape}")


def _listing(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - SHOWN
    return ", ".join(every[:SHOWN]) + (f" and {more} more" if more > 0 else "")
