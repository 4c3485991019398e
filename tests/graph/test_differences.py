"""The analytic gradients, compared with central differences."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archspec import load
from archspec.graph.nodes import Graph
from archspec.reference.backward import Pass, run_backward
from archspec.reference.differences import central_difference
from archspec.reference.ops import RULES
from archspec.weights.init import init_weights
from tests.graph.torch_autograd import cotangents_of
from tests.graphs import graph
from tests.live import inputs_of

ROOT = Path(__file__).parent.parent.parent
CASES = sorted(path.stem for path in (ROOT / "tests/cases").glob("op_*.yaml"))
LIMIT = 1e-5
NEEDED = {"clamp": "{op: clamp, min: -0.5, max: 2}"}
BENT = sorted(op.NAME for op, rule in RULES.items() if rule.kinks)
SAMPLE = 40


def gradients(found: Graph, done: Pass) -> dict[str, np.ndarray]:
    """Gradients of params and inputs, by name."""
    return done.tensors | {name: done.grads[i] for name, i in found.inputs.items()}


def check(found: Graph, weights: Any, seed: int, sample: int = SAMPLE) -> None:
    """Compare random numbers of every tensor and input, except those near a kink."""
    inputs, cotangents = inputs_of(found), cotangents_of(found, "inference")
    done = run_backward(found, weights, inputs, cotangents)
    rng = np.random.default_rng(seed)
    wanted = gradients(found, done)
    names = sorted(wanted)
    largest = max(np.abs(array).max() for array in wanted.values())
    smooth = 0
    for turn in range(sample):
        name = names[turn % len(names)]
        position = tuple(map(int, rng.integers(wanted[name].shape)))
        got = central_difference(
            found, weights, done.values, cotangents, name, position
        )
        if got is not None:
            smooth += 1
            error = abs(got - wanted[name][position])
            scale = max(abs(wanted[name][position]), 1e-3 * largest)
            assert error <= LIMIT * scale, (name, position)
    assert smooth >= 0.9 * sample


@pytest.mark.parametrize("case", [*CASES, "only", "reuse", "outputs", "inputs"])
def test_cases(case: str) -> None:
    spec = load(ROOT / f"tests/cases/{case}.yaml")
    check(spec.graph, spec.init_weights(seed=3), seed=1)


def test_resnet() -> None:
    spec = load(ROOT / "specs/resnet18.yaml", input=(3, 32, 32))
    inputs = inputs_of(spec.graph)
    cotangents = cotangents_of(spec.graph, "inference")
    weights = spec.init_weights(seed=3)
    done = run_backward(spec.graph, weights, inputs, cotangents)
    for name, position in [
        ("fc.weight", (7, 100)),
        ("layer4.1.bn2.weight", (9,)),
        ("layer4.1.conv2.weight", (3, 5, 1, 1)),
        ("layer3.0.downsample.0.weight", (2, 5, 0, 0)),
    ]:
        got = central_difference(
            spec.graph, weights, done.values, cotangents, name, position
        )
        assert got is not None
        assert abs(got - done.tensors[name][position]) <= LIMIT * abs(got)


@pytest.mark.parametrize("kind", BENT)
@pytest.mark.parametrize("side", [0, 1])
def test_none_at_a_kink(kind: str, side: int) -> None:
    """A step across the kink gives no derivative; a step next to it does."""
    found = graph(f"input: [3]\nbody: {{a: {NEEDED.get(kind, kind)}}}")
    op = found.nodes[-1].op
    weights, kink = init_weights(found), RULES[type(op)].kinks_of(op)[-side]
    x, c = np.array([[kink + 1e-7, kink + 2e-6, kink - 2e-6]]), np.ones((1, 3))
    done = run_backward(found, weights, [x], [c])
    for place, smooth in enumerate((False, True, True)):
        got = central_difference(found, weights, done.values, [c], "x", (0, place))
        assert (got is not None) == smooth
        if got is not None:
            assert abs(got - done.grads[0][0, place]) < 1e-5


def test_none_where_another_maximum_wins() -> None:
    found = graph("input: [1, 2, 2]\nbody: {a: {op: max_pool, kernel: 2}}")
    c = np.ones((1, 1, 1, 1))
    for second, smooth in [(1.0, False), (1 + 1e-7, False), (1 - 3e-6, True)]:
        x = np.array([[[[0.0, 1.0], [second, 0.5]]]])
        values = run_backward(found, {}, [x], [c]).values
        got = central_difference(found, {}, values, [c], "x", (0, 0, 0, 1))
        assert (got is not None) == smooth


def test_a_number_without_influence() -> None:
    found = graph("""\
input: {x: [2], y: [2]}
body:
  a: {op: dense, units: 2, from: x}
  b: {op: dense, units: 2, only: train}
  c: {op: add, from: [b, b]}
outputs: {main: c, other: {from: y, only: train}}
""")
    weights, inputs = init_weights(found), [np.ones((2, 2))] * 2
    c = [np.ones((2, 2))]
    done = run_backward(found, weights, inputs, c)
    for name, position in [("y", (0, 1)), ("b.weight", (1, 0)), ("b.bias", (1,))]:
        got = central_difference(found, weights, done.values, c, name, position)
        assert got == 0
    with pytest.raises(KeyError):
        central_difference(found, weights, done.values, c, "d.weight", (0,))
