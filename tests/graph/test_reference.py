"""The NumPy reference on whole graphs, and its random weights."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from archspec.front.read import load_network
from archspec.graph.elaborate import elaborate
from archspec.reference.forward import run
from archspec.weights.init import init_weights
from tests.graphs import graph
from tests.wording import Wording

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent.parent


def draw(*shape: int) -> Any:
    return np.random.default_rng(1).normal(size=shape)


def handwritten(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(
        name, ROOT / f"tests/handwritten/{name}.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "cls", "side"),
    [("resnet50", "ResNet50", 64), ("densenet121", "DenseNet121", 64)],
)
def test_equals_pytorch(name: str, cls: str, side: int) -> None:
    net = getattr(handwritten(f"{name}_torch"), cls)().double().eval()
    found = elaborate(load_network(ROOT / f"specs/{name}.yaml"), input=(3, side, side))
    weights = init_weights(found, seed=3)
    state = {key: torch.from_numpy(value) for key, value in weights.items()}
    missing = net.load_state_dict(state, strict=False)
    assert not missing.unexpected_keys
    assert all(key.endswith("num_batches_tracked") for key in missing.missing_keys)
    x = draw(2, 3, side, side)
    with torch.no_grad():
        expected = net(torch.from_numpy(x)).numpy()
    y: Any = run(found, weights, [x])
    assert y.dtype == np.float64
    assert np.abs(y - expected).max() <= 1e-12 * np.abs(expected).max()


def test_joins_and_trace() -> None:
    found = graph("""\
input: {a: [2, 4, 4], b: [2, 1, 1]}
body:
  scaled: {op: mul, from: [a, b]}
  sum: {op: residual, body: {r: relu}}
  both: {op: concat, from: [sum, a]}
  group: {op: seq, body: [relu]}
""")
    a, b = draw(3, 2, 4, 4), draw(3, 2, 1, 1)
    trace = run(found, {}, [a, b], trace=True)
    total = np.maximum(a * b, 0) + a * b
    assert set(trace) == {"scaled", "r", "sum", "both", "group", "group.0"}
    assert (trace["both"] == np.concatenate([total, a], axis=1)).all()
    assert (trace["group"] == np.maximum(trace["both"], 0)).all()
    y: Any = run(found, {}, [a, b])
    assert (y == trace["group"]).all()


def test_inference_mode() -> None:
    found = graph("""\
input: [4]
body:
  a: {op: dense, units: 3, bias: false}
  aux: {op: dense, units: 2}
  drop: {op: dropout, only: train, from: a}
  group: {op: seq, only: train, body: [relu, {op: dense, units: 3}]}
  soft: {op: seq, only: inference, body: [tanh]}
outputs: {main: soft, aux: {from: aux, only: train}, first: a}
""")
    x, weights = draw(2, 4), init_weights(found)
    main, first = run(found, weights, [x])
    assert np.allclose(first, x @ weights["a.weight"].T, rtol=1e-15)
    assert (main == np.tanh(first)).all()
    trace = run(found, weights, [x], trace=True)
    assert set(trace) == {"a", "drop", "group", "soft", "soft.0"}


def test_reuse_takes_the_same_weights() -> None:
    found = graph("""\
input: [4]
body:
  head: {op: dense, units: 4}
  again: {op: reuse, node: head}
""")
    x, weights = draw(2, 4), init_weights(found)
    once = x @ weights["head.weight"].T + weights["head.bias"]
    twice = once @ weights["head.weight"].T + weights["head.bias"]
    assert np.allclose(run(found, weights, [x]), twice, rtol=1e-14)


DENSE = "input: [4]\nbody: {one: {op: dense, units: 3}, two: bn, three: prelu}"


def test_float32_stays_float32() -> None:
    found = graph(DENSE)
    weights = init_weights(found, dtype="float32")
    y: Any = run(found, weights, [draw(2, 4).astype("float32")])
    assert y.dtype == np.float32


def test_wrong_weights(wording: Wording) -> None:
    found = graph(DENSE)
    weights = init_weights(found)
    del weights["two.bias"]
    weights["one.weight"] = np.zeros((4, 3))
    weights["extra"] = np.zeros(1)
    with pytest.raises(ValueError) as caught:
        run(found, weights, [draw(2, 4)])
    wording(str(caught.value))


def test_wrong_inputs(wording: Wording) -> None:
    found = graph(DENSE)
    weights = init_weights(found)
    with wording.raises(ValueError):
        run(found, weights, [draw(2, 4)] * 2)
    with wording.raises(ValueError):
        run(found, weights, [draw(2, 3)])


def test_weights_depend_on_seed_and_path_only() -> None:
    alone = init_weights(graph("input: [4]\nbody: {one: {op: dense, units: 3}}"))
    weights = init_weights(graph(DENSE))
    assert all((weights[name] == alone[name]).all() for name in alone)
    other = init_weights(graph(DENSE), seed=1)
    assert all((weights[name] != other[name]).all() for name in weights)


def test_weights_are_away_from_0_and_1() -> None:
    found = graph(
        "input: [64]\nbody: {one: {op: dense, units: 64}, two: bn, three: prelu}"
    )
    weights = init_weights(found)
    assert list(weights) == list(found.tensors)
    assert all(
        weights[name].shape == info.shape for name, info in found.tensors.items()
    )
    for name, low, high in (
        ("one.bias", -0.1, 0.1),
        ("two.weight", 0.5, 1.5),
        ("two.running_var", 0.5, 1.5),
        ("two.running_mean", -0.1, 0.1),
        ("three.weight", 0.2, 0.3),
    ):
        assert low <= weights[name].min() <= weights[name].max() <= high
    assert np.isclose(weights["one.weight"].std(), 1 / 8, rtol=0.1)
