"""Two independent views: random networks live, compared with their graphs.

Emitted code comes from the Model, expectations from the Graph; the two share no code.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import Net, load_runtime
from archspec.expr import Value
from archspec.graph.nodes import GraphNode
from archspec.ops import Op
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.norm import BatchNorm
from archspec.ops.pool import AvgPool, MaxPool
from archspec.text.problems import CompileError
from tests.emitted import assert_clean
from tests.generator.random_specs import spec_of
from tests.generator.strategies import spec_of_seed, specs
from tests.live import assert_same

# Its sizes have no form in terms of its params.
NUMBERS_ONLY = """\
archspec: 1
name: Net
input: [1, 1, 1]
params: {widths: [1]}
blocks:
  Shrinking:
    body:
      pools:
        op: repeat
        times: 3
        body:
          pool: {op: avg_pool, kernel: 2, padding: 1, rounding: ceil}
body:
  copies:
    op: repeat
    over: widths
    as: width
    body:
      shrinking: Shrinking
  flatten: flatten
  fc: {op: dense, units: 1}
"""

COUNT = {"torch": 60} | dict.fromkeys(BACKENDS[1:], 40)  # seeds


def plain(node: GraphNode) -> dict[str, Any]:
    """What a constructor of PyTorch has to be given for ``node``, as the Graph sees it.

    Padding that PyTorch's layers do not have is an operator of its own there.
    """
    op: Op | None = node.op
    match op:
        case Conv() | ConvTranspose():
            found: dict[str, Any] = {
                "out_channels": op.channels,
                "kernel_size": op.kernel,
                "stride": op.stride,
                "dilation": op.dilation,
            }
            if all(a == b for a, b in op.padding):
                found["padding"] = tuple(a for a, _ in op.padding)
            if isinstance(op, ConvTranspose):
                found["output_padding"] = op.output_padding
            return found
        case BatchNorm():
            return {"eps": op.eps, "momentum": pytest.approx(1 - op.decay)}
        case Dense():
            return {"out_features": op.units}
        case _:
            return {}


def pooled(op: MaxPool | AvgPool) -> dict[str, Any]:
    found = {"kernel_size": op.kernel, "stride": op.step, "padding": op.padding}
    return {**found, "ceil_mode": op.rounding == "ceil"}


def assert_constructors(spec: Spec, net: Net) -> None:
    """The layers of the live PyTorch module have the numbers of the graph."""
    graph, modules = spec.graph, dict(net.named_modules())
    for node in graph.nodes:
        expected = plain(node)
        if not expected:
            continue
        module = modules[node.owner]
        shape = graph.nodes[node.inputs[0]].shape
        key = {"bn": "num_features", "dense": "in_features"}.get(
            node.kind, "in_channels"
        )
        assert getattr(module, key) == shape[-1 if node.kind == "dense" else 0]
        for name, value in expected.items():
            assert getattr(module, name) == value, (node.path, name)
        if isinstance(node.op, Conv):
            assert module.groups == node.op.group_count(shape)


def arguments(
    spec: Spec, backend: str, values: Mapping[str, Value]
) -> dict[str, Value]:
    """The ``values`` that the class takes as arguments; the others are numbers in the
    file.
    """
    fixed = spec.fixed_params(backend)
    return {name: value for name, value in values.items() if name not in fixed}


@cache
def sources(backend: str) -> dict[int, tuple[Spec, str]]:
    """The spec and the file of every seed, except the seeds without a file."""
    found: dict[int, tuple[Spec, str]] = {}
    for seed in range(COUNT[backend]):
        spec = spec_of(spec_of_seed(seed))
        try:
            found[seed] = spec, spec.emit(backend)
        except CompileError:  # a refusal, which says what to write instead
            continue
    assert len(found) > 0.7 * COUNT[backend]
    return found


def check(
    spec: Spec, source: str, backend: str, look: Callable[[Spec, Net], None] | None
) -> None:
    runtime = load_runtime(backend)
    where = f"<random {hash(source)} {backend}>"
    cls = runtime.load_class(source, spec.name, where)
    given = arguments(spec, backend, spec.params)
    assert_same(spec, backend, cls, given, far=0)  # a random net may well be constant
    if look is not None:
        look(spec, runtime.create(cls, given, "float32"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_random_networks(backend: str) -> None:
    look = assert_constructors if backend == "torch" else None
    for seed, (spec, source) in sources(backend).items():
        try:
            check(spec, source, backend, look)
        except Exception as error:
            error.add_note(f"the spec of seed {seed}:\n{spec_of_seed(seed)}")
            raise


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_network_that_only_its_values_can_print(backend: str) -> None:
    spec = spec_of(NUMBERS_ONLY)
    assert spec.network.params
    assert spec.fixed_params(backend).keys() == spec.network.params.keys()
    check(spec, spec.emit(backend), backend, None)


@pytest.mark.parametrize("backend", BACKENDS)
def test_random_files_are_clean(backend: str, tmp_path: Path) -> None:
    texts = {f"net{seed}": text for seed, (_, text) in sources(backend).items()}
    assert_clean(texts, tmp_path)


@settings(max_examples=20, derandomize=True, database=None, deadline=None)
@given(text=specs())
def test_small_random_networks(text: str) -> None:
    spec = spec_of(text)
    try:
        source = spec.emit("torch")
    except CompileError:
        reject()
    check(spec, source, "torch", assert_constructors)
