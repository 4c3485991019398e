"""Live networks of Paddle, compared with the NumPy reference."""

import numpy as np

import archspec
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source

CLOSE = 1e-12
# nn.BatchNorm2D keeps epsilon as float32: the error is at most half that of epsilon
# (1.5e-9 for 0.1) over the variance, which is 0.5 or more.
ROUNDED_EPSILON = 2e-9

IMAGE = "[6, 5, 7]"
FLAT = "[6]"


def spec_of(text: str) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


def compare(spec: archspec.Spec, scale: float = 1.0) -> None:
    """The live network has the counts of the graph and the outputs of the reference."""
    runtime, graph = load_runtime("paddle"), spec.graph
    weights = spec.init_weights(seed=2)
    net = spec.build("paddle", weights, "float64")
    assert runtime.param_count(net) == graph.param_count
    assert runtime.buffer_count(net) == graph.buffer_count
    rng = np.random.default_rng(4)
    shapes = [graph.nodes[index].shape for index in graph.inputs.values()]
    inputs = tuple(scale * rng.standard_normal((3, *shape)) for shape in shapes)
    expected = spec.reference(weights, *inputs)
    expected = expected if isinstance(expected, tuple) else (expected,)
    actual = runtime.run(net, inputs)
    outs = [out.name for out in graph.outputs_in("inference")]
    for name, ours, theirs in zip(outs, actual, expected, strict=True):
        assert ours.shape == theirs.shape, name
        assert ours.dtype == np.float64, name
        error = np.abs(ours - theirs).max() / np.abs(theirs).max()
        kinds = {node.kind for node in graph.nodes if node.path.startswith(name)}
        bound = ROUNDED_EPSILON if "bn" in kinds else CLOSE
        assert error <= bound, f"{name}: {error:.1e}"
