"""Initial tensors in Chainer: every initialiser, measured on live networks."""

import numpy as np
import pytest

import archspec
from archspec.backends.contract.runtime import Array, load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source

CHAINER = load_runtime("chainer")

# Standard deviations times the root of the fan-in.
LAWS = {
    "he_normal": 2**0.5,
    "he_uniform": 2**0.5,
    "lecun_normal": 1.0,
    "lecun_uniform": 1.0,
}
NETWORK = """
archspec: 1
name: Start
input: [60, 4, 4]
init: {{weight: {law}, bias: {bias}}}
body:
  conv: {{op: conv, channels: 90, kernel: 3, padding: 1, groups: 3}}
  up: {{op: conv_transpose, channels: 180, kernel: 3, groups: 3}}
  same: {{op: conv_transpose, channels: 180, kernel: 2, bias: false}}
  pool: global_avg_pool
  flatten: flatten
  fc: {{op: dense, units: 900}}
"""
FAN_IN = {"conv": 20 * 9, "up": 30 * 9, "same": 180 * 4, "fc": 180}


def spec_of(text: str) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


def drawn(law: str, bias: str = "zeros") -> dict[str, Array]:
    spec = spec_of(NETWORK.format(law=law, bias=bias))
    return CHAINER.tensors(spec.build("chainer"))


def check_law(law: str, values: Array, spread: float, rel: float) -> None:
    assert values.std() == pytest.approx(spread, rel=rel)
    assert abs(values.mean()) < rel * spread
    bound = spread * 3**0.5
    assert (np.abs(values).max() <= bound * 1.0001) == ("uniform" in law)


@pytest.mark.parametrize("law", LAWS)
def test_laws_scaled_by_the_fan_in(law: str) -> None:
    tensors = drawn(law, law)
    for name, fan_in in FAN_IN.items():
        spread = LAWS[law] / fan_in**0.5
        check_law(law, tensors[f"{name}.weight"], spread, 0.03)
        if name != "same":
            assert tensors[f"{name}.bias"].std() == pytest.approx(spread, rel=0.3)


@pytest.mark.parametrize("law", ["xavier_normal", "xavier_uniform"])
def test_laws_scaled_by_both_fans(law: str) -> None:
    tensors = drawn(law)
    for name in FAN_IN:
        weight = tensors[f"{name}.weight"]
        # Of the weight's shape, as in the other frameworks.
        fans = (weight.shape[0] + weight.shape[1]) * weight[0, 0].size
        check_law(law, weight, (2 / fans) ** 0.5, 0.03)


def test_laws_of_fixed_width() -> None:
    normal = drawn("{normal: 0.2}", "{normal: 0.2}")
    even = drawn("{uniform: [-0.2, 0.2]}")
    skew = drawn("{uniform: [0.5, 0.7]}", "{constant: 0.5}")
    for name in ("conv.weight", "up.weight", "fc.weight"):
        check_law("normal", normal[name], 0.2, 0.03)
        check_law("uniform", even[name], 0.2 / 3**0.5, 0.03)
        check_law("uniform", skew[name] - 0.6, 0.1 / 3**0.5, 0.03)
    assert skew["fc.bias"] == pytest.approx(0.5)


def test_constants() -> None:
    text = """
archspec: 1
name: Constants
input: [4, 3, 3]
params: {value: 0.5}
body:
  conv: {op: conv, channels: 4, kernel: 1, init: {weight: ones, bias: {constant: value}}}
  bn: {op: bn, init: {weight: zeros, bias: ones}}
  group: {op: group_norm, groups: 2, init: {weight: {constant: 0.25}}}
  layer: {op: layer_norm, init: {bias: {constant: 0.25}}}
  prelu: {op: prelu, init: {weight: {constant: 0.1}}}
  each: {op: prelu, per_channel: true}
"""
    tensors = CHAINER.tensors(spec_of(text).build("chainer"))
    values = {
        "conv.weight": 1,
        "conv.bias": 0.5,
        "bn.weight": 0,
        "bn.bias": 1,
        "group.weight": 0.25,
        "group.bias": 0,
        "layer.weight": 1,
        "layer.bias": 0.25,
        "prelu.weight": 0.1,
        "each.weight": 0.25,
    }
    for name, value in values.items():
        assert tensors[name] == pytest.approx(value), name
