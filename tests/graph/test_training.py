"""Training steps in NumPy, compared with torch.optim.SGD."""

from pathlib import Path

import numpy as np
import pytest
import torch

from archspec import load
from archspec.api import Spec
from archspec.reference.backward import run_backward
from archspec.reference.training import LEARNING_RATE, MOMENTUM, WEIGHT_DECAY, train
from archspec.weights.init import init_weights
from tests.graph.torch_autograd import Network, assert_close, cotangents_of, limit_of
from tests.graphs import graph
from tests.live import inputs_of
from tests.wording import Wording

ROOT = Path(__file__).parent.parent.parent
CASES = sorted(path.stem for path in (ROOT / "tests/cases").glob("*.yaml"))


def compare(spec: Spec, steps: int, limit: float) -> None:
    """Compare losses, params and running statistics after some steps."""
    found, weights = spec.graph, spec.init_weights(seed=3)
    before = {name: array.copy() for name, array in weights.items()}
    inputs, drawn = inputs_of(found, 4), cotangents_of(found, "train", 4)
    # Gradients of at most 1: larger steps lead so far that nothing can be compared.
    first = run_backward(found, weights, inputs, drawn, "train")
    largest = [np.abs(gradient).max() for gradient in first.tensors.values()]
    cotangents = [c / (max(largest, default=0) or 1.0) for c in drawn]
    done = train(found, weights, inputs, cotangents, steps)
    assert all((before[name] == weights[name]).all() for name in before)
    live = Network.of(spec, weights, "train")
    optimizer = torch.optim.SGD(
        [*live.net.parameters(), torch.zeros(1)],  # it wants one at least
        lr=LEARNING_RATE,
        momentum=MOMENTUM,
        weight_decay=WEIGHT_DECAY,
    )
    losses: list[float] = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = live.loss([torch.from_numpy(x) for x in inputs], cotangents)
        # PyTorch leaves a param alone that has no gradient, for it takes no part.
        for p in live.net.parameters():
            p.grad = torch.zeros_like(p)
        if loss.requires_grad:
            loss.backward()
        optimizer.step()
        losses.append(loss.item())
    pairs = zip(done.first.outputs, cotangents, strict=True)
    terms = sum(np.abs(y * c).sum() for y, c in pairs)
    np.testing.assert_allclose(done.losses, losses, rtol=0, atol=limit * terms)
    assert_close(done.weights, live.tensors(), limit)


@pytest.mark.parametrize("case", CASES)
def test_two_steps_equal_pytorch(case: str) -> None:
    spec = load(ROOT / f"tests/cases/{case}.yaml")
    compare(spec, 2, limit_of(spec.graph))


def test_more_steps_of_a_network() -> None:
    compare(load(ROOT / "specs/resnet18.yaml", input=(3, 64, 64)), 3, 1e-9)


@pytest.mark.quick
def test_biased_statistics() -> None:
    found = graph("input: [3]\nbody: {a: bn, b: {op: dense, units: 2}, c: bn}")
    weights, x = init_weights(found), inputs_of(found, 5)
    done = train(found, weights, x, cotangents_of(found, "train", 5), steps=3)
    assert set(done.biased) == {n for n in weights if "running" in n}
    assert (done.biased["c.running_mean"] == done.weights["c.running_mean"]).all()
    # The input's batch never changes: each step moves by the same variance.
    wanted = weights["a.running_var"]
    for _ in range(3):
        wanted = 0.9 * wanted + 0.1 * x[0].var(axis=0)
    np.testing.assert_allclose(done.biased["a.running_var"], wanted, rtol=1e-14)
    # The share of the start is the same, that of the batches larger by 5 / 4.
    for name in ("a.running_var", "c.running_var"):
        start = 0.9**3 * weights[name]
        unbiased = (done.biased[name] - start) * 5 / 4 + start
        np.testing.assert_allclose(done.weights[name], unbiased, rtol=1e-13)


@pytest.mark.quick
def test_float32_stays_float32() -> None:
    found = graph("input: [3]\nbody: {a: bn, b: {op: dense, units: 2}, c: prelu}")
    weights = init_weights(found, dtype="float32")
    x, c = (np.ones((4, n), "float32") for n in (3, 2))
    done = train(found, weights, [x], [c])
    for arrays in (done.weights, done.biased):
        assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}


@pytest.mark.quick
def test_no_step(wording: Wording) -> None:
    found = graph("input: [3]\nbody: {a: bn}")
    with wording.raises(ValueError):
        train(found, init_weights(found), [np.ones((2, 3))], [np.ones((2, 3))], 0)
