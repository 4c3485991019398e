"""Live networks compared with the graph and the NumPy reference: shared by many tests."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from archspec.api import Spec
from archspec.backends.contract.runtime import Array, load_runtime
from archspec.graph.nodes import Graph

CLOSE = 1e-9  # norm of the difference over norm, in float64
FAR = 1e-3  # the same, of two examples
# Float64 limits of single operators: the framework itself computes in float32 there.
LIMITS: Mapping[tuple[str, str], float] = {}


def inputs_of(graph: Graph, batch: int = 2, seed: int = 1) -> list[Array]:
    """Inputs of ``graph`` with ``batch`` different examples in each."""
    rng = np.random.default_rng(seed)
    shapes = [graph.nodes[index].shape for index in graph.inputs.values()]
    return [rng.standard_normal((batch, *shape)) for shape in shapes]


def shapes_of(weights: Mapping[str, Array]) -> dict[str, tuple[int, ...]]:
    return {name: weight.shape for name, weight in weights.items()}


def as_tuple(result: Any) -> tuple[Array, ...]:
    return result if isinstance(result, tuple) else (result,)


def assert_close(
    actual: Sequence[Array],
    expected: Sequence[Array],
    limit: float = CLOSE,
    far: float = FAR,
) -> None:
    """Outputs agree, and two examples differ by ``far`` at least."""
    assert len(actual) == len(expected)
    for a, b in zip(actual, expected, strict=True):
        assert a.shape == b.shape
        assert a.dtype == np.float64
        norm = np.linalg.norm(b)
        apart = np.linalg.norm(b[0] - b[-1])
        assert apart >= far * norm, "an output that forgets its input proves nothing"
        error = np.linalg.norm(a - b)
        assert error <= limit * norm, f"relative error {error / norm:.1e}"


def limit_of(backend: str, graph: Graph) -> float:
    """The accuracy to which ``backend`` can agree on ``graph`` in float64."""
    kinds = {node.kind for node in graph.nodes}
    return max([CLOSE, *(LIMITS.get((backend, kind), 0.0) for kind in kinds)])


def assert_tensors(spec: Spec, backend: str, net: Any) -> None:
    """``net`` has the tensors of ``spec``: names, shapes and counts."""
    runtime, graph = load_runtime(backend), spec.graph
    expected = {name: info.shape for name, info in graph.tensors.items()}
    assert shapes_of(runtime.tensors(net)) == expected
    assert runtime.param_count(net) == graph.param_count
    assert runtime.buffer_count(net) == graph.buffer_count


def assert_same(
    spec: Spec,
    backend: str,
    cls: type,
    arguments: Mapping[str, Any],
    far: float = FAR,
) -> None:
    """``cls`` made with ``arguments`` is the network of ``spec``: tensors and values."""
    runtime, graph = load_runtime(backend), spec.graph
    net = runtime.create(cls, arguments, "float64")
    assert_tensors(spec, backend, net)
    weights, inputs = spec.init_weights(seed=3), inputs_of(graph)
    runtime.assign(net, weights)
    outputs = runtime.run(net, inputs)
    reference = as_tuple(spec.reference(weights, *inputs))
    assert_close(outputs, reference, limit_of(backend, graph), far)
    trained = runtime.run(net, inputs, train=True)
    assert len(trained) == len(graph.outputs_in("train"))
