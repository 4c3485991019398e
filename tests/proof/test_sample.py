"""Central differences find a wrong gradient of the reference, but not rounding."""

from dataclasses import dataclass
from typing import Any

import pytest

from archspec.graph.nodes import Graph
from archspec.proof.expectation.expected import draw_cotangents, draw_inputs
from archspec.proof.expectation.sample import SIZE, Sample, sample
from archspec.record import replace
from archspec.reference.backward import Pass, run_backward
from archspec.weights.init import init_weights
from tests.generator.random_specs import spec_of

pytestmark = pytest.mark.quick

STEADY = """
  - {op: conv, channels: 3, kernel: 3}
  - bn
  - relu
  - flatten
  - {op: dense, units: 4}
"""
# Of one channel a norm leaves its bias, so that the next one divides rounding by the
# root of its epsilon.
NOISY = """
  - {op: conv, channels: 1, kernel: 1}
  - layer_norm
  - {op: conv, channels: 2, kernel: 1}
  - {op: layer_norm, axis: last, eps: 1e-10}
  - {op: layer_norm, eps: 1e-3}
  - flatten
  - {op: dense, units: 4}
"""


@dataclass
class Network:
    """A network, its weights, and the values that the reference computes."""

    graph: Graph
    weights: dict[str, Any]
    cotangents: list[Any]
    found: Pass

    def sample(self, found: Pass, seed: int = 0) -> Sample:
        return sample(self.graph, self.weights, self.cotangents, found, seed)


def network(body: str) -> Network:
    text = f"archspec: 1\nname: Net\ninput: [2, 6, 6]\nbody:{body}"
    graph = spec_of(text).graph
    weights, inputs = init_weights(graph), draw_inputs(graph, 2, 0)
    cotangents = draw_cotangents(graph, 2, "inference", 0)
    found = run_backward(graph, weights, inputs, cotangents)
    return Network(graph, weights, cotangents, found)


def test_right_gradients_agree() -> None:
    net = network(STEADY)
    found = net.sample(net.found)
    assert found.ok and found.count == SIZE


@pytest.mark.parametrize("name", ["0.weight", "1.bias", "4.weight"])
def test_a_wrong_gradient_is_found(name: str) -> None:
    net = network(STEADY)
    wrong = net.found.tensors | {name: net.found.tensors[name] * 1.001}
    found = [net.sample(replace(net.found, tensors=wrong), seed) for seed in range(8)]
    caught = [one.where for one in found if not one.ok]
    assert caught and all(place.startswith(name) for place in caught)


def test_rounding_is_no_wrong_gradient() -> None:
    net = network(NOISY)
    assert all(net.sample(net.found, seed).ok for seed in range(20))
