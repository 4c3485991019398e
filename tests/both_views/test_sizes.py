"""One emitted file works for every image size that its constructor does not fix.

What is emitted for one size is the text of every other size with the same tensors, and
the network of the graph for each of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.fields import full_pads
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.ops.base import whole
from archspec.ops.pool import MaxPool
from archspec.text.problems import CompileError
from archspec.text.source import Source
from tests.live import as_tuple, assert_close, inputs_of
from tests.networks import FAMILIES

ROOT = Path(__file__).parent.parent.parent
CASES = sorted(path.stem for path in (ROOT / "tests/cases").glob("*.yaml"))

# How much higher and wider each image is: even and odd, not square.
LARGER = ((3, 2), (2, 5))
SMALLER = ((-1, 0), (0, -2))

# Their constructors name the sizes that a dense layer's features are made of.
NAMED = {"lists", "prelude"}


@cache
def case(name: str) -> Spec:
    return archspec.load(ROOT / f"tests/cases/{name}.yaml")


def others(spec: Spec, steps: Sequence[tuple[int, int]]) -> Iterator[Spec]:
    """The same network for images of other sizes that leave its tensors as they are."""
    graph = spec.graph
    shapes = {name: graph.nodes[index].shape for name, index in graph.inputs.items()}
    for rows, columns in steps:
        sizes = {name: _resized(shape, rows, columns) for name, shape in shapes.items()}
        if sizes == shapes:
            continue
        try:
            other = archspec.compile(spec.network, input=sizes, **spec.params)
        except CompileError:
            continue
        if other.graph.tensors == graph.tensors:
            yield other


def _resized(shape: tuple[int, ...], rows: int, columns: int) -> tuple[int, ...]:
    more = cycle((rows, columns))
    return shape[0], *(side + by for side, by in zip(shape[1:], more, strict=False))


@pytest.mark.quick
def test_pads_for_rounding_up_fit_every_size() -> None:
    """With these pads, rounding down gives as many windows as rounding up."""
    geometries = product(range(1, 6), range(1, 7), range(5), range(5))
    for kernel, stride, before, after in geometries:
        if max(before, after) >= kernel:
            continue
        op = MaxPool(
            kernel=(kernel, kernel),
            stride=(stride, stride),
            padding=((before, after), (before, after)),
            rounding="ceil",
        )
        start, end = full_pads(op)[0]
        for size in range(1, 30):
            count = whole(op.output((1, size, size))[1])
            if count >= 1:
                shown = whole(start) + size + whole(end) - kernel
                assert shown // stride + 1 == count


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", [name for name in CASES if name not in NAMED])
def test_the_text_of_a_case_has_no_size(name: str, backend: str) -> None:
    spec = case(name)
    for other in others(spec, LARGER[:1]):
        assert other.emit(backend) == spec.emit(backend)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_text_of_a_network_has_no_size(name: str) -> None:
    spec = archspec.load(name, input=FAMILIES[name])
    for other in others(spec, LARGER[:1]):
        for backend in BACKENDS:
            assert other.emit(backend) == spec.emit(backend)


def assert_serves(spec: Spec, backend: str) -> int:
    """``spec`` as it is emitted is the network for every other size; how many there
    are.
    """
    runtime = load_runtime(backend)
    net: Any = spec.build(backend, dtype="float64")
    # Rounding up, Gluon's own pools refuse an image that is smaller than their window.
    steps = LARGER if backend == "gluon" else (*LARGER, *SMALLER)
    weights, found = spec.init_weights(seed=3), list(others(spec, steps))
    runtime.assign(net, weights)
    for other in found:
        inputs = inputs_of(other.graph)
        expected = as_tuple(other.reference(weights, *inputs))
        assert_close(runtime.run(net, inputs), expected, far=0)
    return len(found)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", CASES)
def test_a_case_serves_every_size(name: str, backend: str) -> None:
    assert_serves(case(name), backend)


PARAMS = """
archspec: 1
name: Pools
input: [2, 7, 8]
params: {k: 3, s: 3, p: 1, counted: true}
blocks:
  Pool:
    params: {kernel: 2, stride: 1, pad: 0, counted: false}
    body:
      all:
        op: concat
        branches:
          - max: {op: max_pool, kernel: kernel, stride: stride, padding: pad, rounding: ceil}
            a: {op: adaptive_avg_pool, size: 2}
          - mean: {op: avg_pool, kernel: kernel, stride: stride, padding: pad, rounding: ceil, count_padding: counted}
            b: {op: adaptive_avg_pool, size: 2}
          - uneven: {op: avg_pool, kernel: kernel, stride: stride, padding: [[pad, 0], [0, pad]], count_padding: counted}
            c: {op: adaptive_avg_pool, size: 2}
body:
  conv: {op: conv, channels: 2, kernel: 1}
  all:
    op: concat
    branches:
      - {op: Pool, kernel: k, stride: s, pad: p, counted: counted}
      - {op: Pool, kernel: 4, stride: 3, counted: true}
      - {op: Pool, kernel: 2, stride: 5, pad: 1}
"""


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kernel", [2, 3])
def test_pools_with_arguments_serve_every_size(backend: str, kernel: int) -> None:
    network = read_network(Source("net.yaml", PARAMS))
    assert assert_serves(archspec.compile(network, k=kernel), backend) >= 2
