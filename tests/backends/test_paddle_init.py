"""Training mode and initialisers of emitted Paddle networks, by their laws."""

import numpy as np
import pytest

import archspec
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source


def spec_of(text: str) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


def test_training_mode() -> None:
    text = """
archspec: 1
name: Net
input: [3, 4, 5]
body:
  bn: {op: bn, decay: 0.75}
  mean: {op: avg_pool, kernel: 3, padding: [[1, 0], [0, 1]]}
  drop: {op: dropout, drop_prob: 0.25}
outputs: {mean: mean, drop: drop}
"""
    spec = spec_of(text)
    runtime = load_runtime("paddle")
    weights = spec.init_weights()
    net = spec.build("paddle", weights, "float64")
    x = np.random.default_rng(0).standard_normal((400, 3, 4, 5))
    mean, drop = runtime.run(net, [x], train=True)
    kept = drop != 0
    assert kept.mean() == pytest.approx(0.75, abs=0.05)
    np.testing.assert_allclose(drop[kept], mean[kept] / 0.75, rtol=1e-6)
    after = runtime.tensors(net)
    batch = x.mean((0, 2, 3)), x.var((0, 2, 3))  # Paddle's running variance is biased
    for name, value in zip(("running_mean", "running_var"), batch, strict=True):
        expected = 0.75 * weights[f"bn.{name}"] + 0.25 * value
        np.testing.assert_allclose(after[f"bn.{name}"], expected, rtol=1e-9)


LAWS = {
    # fan-in 32 * 9 = 288 of the convolutions, 300 of the dense layer
    "he_normal": lambda fan_in, fan_out: (2 / fan_in) ** 0.5,
    "he_uniform": lambda fan_in, fan_out: (2 / fan_in) ** 0.5,
    "lecun_normal": lambda fan_in, fan_out: (1 / fan_in) ** 0.5,
    "lecun_uniform": lambda fan_in, fan_out: (1 / fan_in) ** 0.5,
    "xavier_normal": lambda fan_in, fan_out: (2 / (fan_in + fan_out)) ** 0.5,
    "xavier_uniform": lambda fan_in, fan_out: (2 / (fan_in + fan_out)) ** 0.5,
    "{normal: 0.3}": lambda fan_in, fan_out: 0.3,
    "{uniform: [-0.2, 0.2]}": lambda fan_in, fan_out: 0.2 / 3**0.5,
}


@pytest.mark.parametrize("law", LAWS)
def test_initialisers(law: str) -> None:
    bias = law if "xavier" not in law else "ones"
    text = f"""
archspec: 1
name: Net
input: [64, 4, 4]
init: {{weight: {law}, bias: {bias}}}
body:
  conv: {{op: conv, channels: 192, kernel: 3, padding: 1, groups: 2}}
  up: {{op: conv_transpose, channels: 300, kernel: 3, padding: 1, groups: 2}}
  pool: global_avg_pool
  flatten: flatten
  fc: {{op: dense, units: 3000}}
"""
    spec = spec_of(text)
    tensors = load_runtime("paddle").tensors(spec.build("paddle"))
    # For a convolution with groups Xavier's rule takes the second and the first axis of
    # the weight, times the window, as the fans.
    fans = {"conv": (288, 192 * 9), "up": (96 * 9, 0), "fc": (300, 3000)}
    for name, (fan_in, fan_out) in fans.items():
        if name == "up" and "xavier" in law:
            fan_in, fan_out = 150 * 9, 192 * 9
        weight, spread = tensors[f"{name}.weight"], LAWS[law](fan_in, fan_out)
        assert weight.std() == pytest.approx(spread, rel=0.02)
        assert abs(weight.mean()) < 0.02 * spread
        limit = np.abs(weight).max() / spread
        assert (limit < 1.74) if "uniform" in law else (limit > 3)
        if bias != "ones":
            assert tensors[f"{name}.bias"].std() == pytest.approx(spread, rel=0.3)


def test_constant_initialisers() -> None:
    text = """
archspec: 1
name: Net
input: [4, 3, 3]
params: {v: 0.5, biased: true}
body:
  conv: {op: conv, channels: 2, kernel: 1, bias: biased, init: {weight: ones, bias: {constant: v}}}
  bn: {op: bn, init: {weight: zeros, bias: ones}}
  gn: {op: group_norm, groups: 1, init: {weight: {constant: 0.25}}}
  prelu: {op: prelu, init: {weight: {constant: 0.1}}}
  skew: {op: conv, channels: 2, kernel: 1, init: {weight: {uniform: [1, 2]}, bias: {uniform: [-1, 1]}}}
"""
    spec = spec_of(text)
    tensors = load_runtime("paddle").tensors(spec.build("paddle"))
    values = {
        "conv.weight": 1,
        "conv.bias": 0.5,
        "bn.weight": 0,
        "bn.bias": 1,
        "gn.weight": 0.25,
        "gn.bias": 0,
        "prelu.weight": 0.1,
    }
    for name, value in values.items():
        assert tensors[name] == pytest.approx(value)
    assert tensors["skew.weight"].min() >= 1 and tensors["skew.weight"].max() <= 2
    assert np.abs(tensors["skew.bias"]).max() <= 1
