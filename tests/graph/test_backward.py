"""The NumPy gradients of whole graphs, compared with PyTorch's autograd."""

from pathlib import Path

import numpy as np
import pytest
import torch

from archspec import load
from archspec.api import Spec
from archspec.graph.nodes import Mode
from archspec.reference.backward import run_backward
from archspec.weights.init import init_weights
from tests.graph.torch_autograd import Network, assert_close, cotangents_of, limit_of
from tests.graphs import graph
from tests.live import inputs_of
from tests.wording import Wording

ROOT = Path(__file__).parent.parent.parent
CASES = sorted(path.stem for path in (ROOT / "tests/cases").glob("*.yaml"))


def compare(spec: Spec, mode: Mode, limit: float) -> None:
    """Compare loss, gradients by inputs and params, and running statistics."""
    found, weights = spec.graph, spec.init_weights(seed=3)
    inputs, cotangents = inputs_of(found, 4), cotangents_of(found, mode, 4)
    done = run_backward(found, weights, inputs, cotangents, mode)
    live = Network.of(spec, weights, mode)
    leaves = [torch.from_numpy(x).requires_grad_() for x in inputs]
    loss = live.loss(leaves, cotangents)
    loss.backward()
    pairs = zip(done.outputs, cotangents, strict=True)
    terms = sum(np.abs(y * c).sum() for y, c in pairs)
    assert abs(done.loss - loss.item()) <= limit * terms
    entries = found.inputs.items()
    wanted = {name: leaf.grad for name, leaf in zip(found.inputs, leaves, strict=True)}
    params = live.gradients()
    assert_close(
        {name: done.grads[index] for name, index in entries} | done.tensors,
        {name: gradient.numpy() for name, gradient in wanted.items()} | params,
        limit,
    )
    after = live.tensors()
    buffers = {name: array for name, array in after.items() if name not in params}
    assert_close(done.running, buffers, limit)
    assert set(done.values) == found.running(mode) | set(found.inputs.values())
    for index, value in done.values.items():
        assert done.grads[index].shape == value.shape


@pytest.mark.parametrize("mode", ["inference", "train"])
@pytest.mark.parametrize("case", CASES)
def test_cases_equal_pytorch(case: str, mode: Mode) -> None:
    spec = load(ROOT / f"tests/cases/{case}.yaml")
    compare(spec, mode, limit_of(spec.graph))


@pytest.mark.parametrize("mode", ["inference", "train"])
@pytest.mark.parametrize("name", ["resnet18", "densenet121", "googlenet"])
def test_networks_equal_pytorch(name: str, mode: Mode) -> None:
    compare(load(ROOT / f"specs/{name}.yaml", input=(3, 64, 64)), mode, 1e-10)


NET = """\
input: {x: [3, 6, 6], idle: [2]}
body:
  conv: {op: conv, channels: 4, kernel: 3, groups: 1, from: x}
  bn: bn
  noise: {op: prelu, only: train}
  pool: {op: max_pool, kernel: 2}
  side: {op: dense, units: 2, from: idle}
  sum: {op: add, from: [pool, pool]}
outputs: {main: sum, side: {from: side, only: train}}
"""


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(2).standard_normal(shape)


@pytest.mark.quick
def test_what_takes_no_part_has_gradient_0() -> None:
    found = graph(NET)
    weights, inputs = init_weights(found), [drawn(2, 3, 6, 6), drawn(2, 2)]
    done = run_backward(found, weights, inputs, [drawn(2, 4, 2, 2)])
    for name in ("side.weight", "side.bias", "noise.weight"):
        assert not done.tensors[name].any()
    assert not done.grads[found.inputs["idle"]].any()
    assert done.tensors["bn.weight"].all()
    params = {n: info for n, info in found.tensors.items() if info.role == "param"}
    assert {n: array.shape for n, array in done.tensors.items()} == {
        name: info.shape for name, info in params.items()
    }
    assert not done.batches
    for running in (done.running, done.biased):
        assert set(running) == {"bn.running_mean", "bn.running_var"}
        assert all((running[name] == weights[name]).all() for name in running)
    slim = run_backward(found, weights, inputs, [drawn(2, 4, 2, 2)], keep=False)
    assert not slim.grads
    assert all((slim.tensors[n] == done.tensors[n]).all() for n in done.tensors)


@pytest.mark.quick
def test_float32_stays_float32() -> None:
    found = graph(NET)
    weights = init_weights(found, dtype="float32")
    inputs = [drawn(2, 3, 6, 6), drawn(2, 2)]
    cotangents = [drawn(2, 4, 2, 2), drawn(2, 2)]
    small = [[a.astype("float32") for a in arrays] for arrays in (inputs, cotangents)]
    done = run_backward(found, weights, *small, "train")
    for arrays in (done.values, done.grads, done.tensors, done.running, done.biased):
        assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}
    exact = {name: array.astype("float64") for name, array in weights.items()}
    double = run_backward(found, exact, inputs, cotangents, "train")
    assert_close(done.tensors, double.tensors, 1e-3)


@pytest.mark.quick
def test_a_reused_bn_moves_its_statistics_at_every_call() -> None:
    found = graph("input: [3]\nbody: {a: bn, b: tanh, c: {op: reuse, node: a}}")
    weights, x = init_weights(found), drawn(5, 3)
    done = run_backward(found, weights, [x], [drawn(5, 3)], "train")
    assert [batch.owner for batch in done.batches] == ["a", "a"]
    for running, degrees in ((done.running, 4), (done.biased, 5)):
        variance = weights["a.running_var"]
        for seen in (x, done.values[found.values["b"]]):
            squares = np.square(seen - seen.mean(axis=0)).sum(axis=0)
            variance = 0.9 * variance + 0.1 * squares / degrees
        np.testing.assert_allclose(running["a.running_var"], variance, rtol=1e-14)


@pytest.mark.quick
def test_wrong_cotangents(wording: Wording) -> None:
    found = graph("input: [4]\nbody: {a: bn}")
    weights = init_weights(found)
    with wording.raises(ValueError):
        run_backward(found, weights, [drawn(2, 4)], [drawn(2, 4)] * 2)
    with wording.raises(ValueError):
        run_backward(found, weights, [drawn(2, 4)], [drawn(4, 2)])
    with wording.raises(ValueError):
        run_backward(found, weights, [drawn(1, 4)], [drawn(1, 4)], "train")
