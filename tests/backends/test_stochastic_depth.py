"""The law of stochastic depth in every framework: scale and rate."""

from typing import Any

import numpy as np
import pytest

from archspec import compile
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import Runtime, load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source

BATCH = 2000
SHAPES = {"image": (2, 3, 2), "flat": (5,)}


def spec_of(shape: tuple[int, ...], drop_prob: float) -> Spec:
    text = f"""
archspec: 1
name: Net
input: {list(shape)}
params: {{drop_prob: {drop_prob}}}
body:
  drop: {{op: stochastic_depth, drop_prob: drop_prob}}
"""
    return compile(read_network(Source("net.yaml", text)))


def input_of(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(5).uniform(1, 2, (BATCH, *shape))


def trained(runtime: Runtime, net: Any, x: np.ndarray) -> np.ndarray:
    """The factor of each example in training, the same for all values of an example."""
    (y,) = runtime.run(net, [x], train=True)
    factors = (y / x).reshape(BATCH, -1)
    np.testing.assert_allclose(factors, factors[:, :1].repeat(factors.shape[1], 1))
    return factors[:, 0]


@pytest.mark.parametrize("drop_prob", [0.25, 0.6])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("backend", BACKENDS)
def test_whole_examples(backend: str, shape: tuple[int, ...], drop_prob: float) -> None:
    runtime, x = load_runtime(backend), input_of(shape)
    net = spec_of(shape, drop_prob).build(backend, dtype="float64")
    (same,) = runtime.run(net, [x])
    np.testing.assert_array_equal(same, x)
    factors = trained(runtime, net, x)
    kept = factors != 0
    # Gluon's Dropout has its scale in float32.
    np.testing.assert_allclose(factors[kept], 1 / (1 - drop_prob), rtol=1e-7)
    assert kept.mean() == pytest.approx(1 - drop_prob, abs=0.05)
    assert not np.array_equal(trained(runtime, net, x), factors)
    (same,) = runtime.run(net, [x])
    np.testing.assert_array_equal(same, x)


@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_is_dropped_with_probability_0(backend: str) -> None:
    runtime, x = load_runtime(backend), input_of((2, 3, 2))
    net = spec_of((2, 3, 2), 0).build(backend, dtype="float64")
    (y,) = runtime.run(net, [x], train=True)
    np.testing.assert_array_equal(y, x)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_probability_is_an_attribute(backend: str) -> None:
    """It has the same name in every framework, and each call reads it."""
    runtime, x = load_runtime(backend), input_of((2, 3, 2))
    net: Any = spec_of((2, 3, 2), 0.5).build(backend, dtype="float64")
    assert net.drop.drop_prob == 0.5
    net.drop.drop_prob = 0
    (y,) = runtime.run(net, [x], train=True)
    np.testing.assert_array_equal(y, x)


def test_a_hybridized_block_follows_the_mode() -> None:
    """The mode of its first call does not matter."""
    runtime, x = load_runtime("gluon"), input_of((2, 3, 2))
    net: Any = spec_of((2, 3, 2), 0.5).build("gluon", dtype="float64")
    net.hybridize()
    for _ in range(2):
        (same,) = runtime.run(net, [x])
        np.testing.assert_array_equal(same, x)
        assert set(np.unique(trained(runtime, net, x).round(6))) == {0, 2}
