"""Live Gluon networks compared with the reference: shared by the tests of its table."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import archspec
from archspec.backends.contract.runtime import Array, Net, load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source

GLUON = load_runtime("gluon")
CLOSE = 1e-12


def spec_of(text: str) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


def network(shape: str, blocks: Sequence[str], body: Sequence[str], outs: str) -> str:
    """The text of a network whose outputs are the nodes that ``outs`` names."""
    named = ", ".join(f"{name}: {name}" for name in outs.split())
    parts = ["archspec: 1", "name: Net", f"input: {shape}"]
    parts += ["blocks:", *blocks] if blocks else []
    return "\n".join([*parts, "body:", *body, f"outputs: {{{named}}}"])


def inputs_of(spec: archspec.Spec, scale: float, batch: int) -> list[Array]:
    rng = np.random.default_rng(4)
    shapes = [spec.graph.nodes[index].shape for index in spec.graph.inputs.values()]
    return [scale * rng.standard_normal((batch, *shape)) for shape in shapes]


def compare(spec: archspec.Spec, net: Net, scale: float = 1.0) -> None:
    """Run ``net`` hybridized and not, with two batch sizes, against the reference."""
    weights = spec.init_weights(seed=2)
    GLUON.assign(net, weights)
    assert GLUON.param_count(net) == spec.graph.param_count
    assert GLUON.buffer_count(net) == spec.graph.buffer_count
    outs = [out.name for out in spec.graph.outputs_in("inference")]
    for hybrid, batch in ((False, 3), (True, 3), (True, 1)):
        net.hybridize(hybrid)
        inputs = inputs_of(spec, scale, batch)
        expected = spec.reference(weights, *inputs)
        expected = expected if isinstance(expected, tuple) else (expected,)
        for name, ours, theirs in zip(
            outs, GLUON.run(net, inputs), expected, strict=True
        ):
            assert ours.shape == theirs.shape, name
            assert ours.dtype == np.float64, name
            error = np.abs(ours - theirs).max() / np.abs(theirs).max()
            assert error <= CLOSE, f"{name}: {error:.1e}, hybridized: {hybrid}"


def check(text: str, scale: float = 1.0) -> archspec.Spec:
    spec = spec_of(text)
    compare(spec, spec.build("gluon", dtype="float64"), scale)
    return spec


def ruff(path: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--quiet", path],
            check=True,
        )
