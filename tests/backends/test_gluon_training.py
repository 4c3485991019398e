"""Gluon networks in training: modes, statistics, gradients, initialisers."""

from pathlib import Path

import numpy as np
import pytest

from archspec.backends.gluon.runtime import mx
from tests.backends.gluon_nets import GLUON, check, inputs_of, network, ruff, spec_of

ONLY = """
archspec: 1
name: Net
input: [3, 4, 4]
blocks:
  Row: {body: [{op: conv, channels: 3, kernel: 1}, {op: relu, only: inference}]}
body:
  rows: {op: repeat, times: 2, body: Row}
  row: {op: seq, body: [bn, relu]}
  pad: {op: relu6, when: 1 > 0}
  side: {op: slice, stop: 2}
outputs: {row: pad, side: {from: side, only: train}}
"""


def test_modes(tmp_path: Path) -> None:
    """Code that depends on the mode is a plain block, correct in both after
    hybridizing.
    """
    spec = check(ONLY)
    path = tmp_path / "net.py"
    path.write_text(spec.emit("gluon"))
    ruff(path)
    net = spec.build("gluon", spec.init_weights(), "float64")
    net.hybridize()
    (x,) = inputs_of(spec, 1.0, 2)
    before = GLUON.run(net, [x])
    assert [y.shape for y in GLUON.run(net, [x], train=True)] == [
        (2, 3, 4, 4),
        (2, 2, 4, 4),
    ]
    np.testing.assert_array_equal(GLUON.run(net, [x]), before)


def test_training() -> None:
    body = ["  bn: {op: bn, decay: 0.75}", "  drop: {op: dropout, drop_prob: 0.25}"]
    spec = spec_of(network("[3, 4, 5]", [], body, "bn drop"))
    weights = spec.init_weights()
    net = spec.build("gluon", weights, "float64")
    (x,) = inputs_of(spec, 1.0, 400)
    with mx.autograd.record():
        bn, drop = net(mx.nd.array(x, dtype="float64"))
    bn.backward()
    bn, drop = bn.asnumpy(), drop.asnumpy()
    kept = drop != 0
    assert kept.mean() == pytest.approx(0.75, abs=0.05)
    np.testing.assert_allclose(drop[kept], bn[kept] / 0.75, rtol=1e-6)
    batch = x.mean((0, 2, 3)), x.var((0, 2, 3))  # Gluon's running variance is biased
    after = GLUON.tensors(net)
    for name, value in zip(("running_mean", "running_var"), batch, strict=True):
        expected = 0.75 * weights[f"bn.{name}"] + 0.25 * value
        np.testing.assert_allclose(after[f"bn.{name}"], expected, rtol=1e-9)


@pytest.mark.parametrize("line", ["gelu", "relu6", "softplus", "hard_sigmoid", "mish"])
def test_gradients(line: str) -> None:
    """The gradient of composed code is as exact as its value, including at 0."""
    text = network("[6]", [], [f"  a: {{op: {line}}}"], "a")
    spec = spec_of(text)
    net = spec.build("gluon", dtype="float64")
    net.hybridize()
    places = np.array([[-2.5, -1.0, 0.1, 0.7, 2.0, 5.5]])
    x = mx.nd.array(places, dtype="float64")
    x.attach_grad()
    with mx.autograd.record(train_mode=False):
        y = net(x)
    y.backward(train_mode=False)
    step = 1e-5
    high, low = spec.reference({}, places + step), spec.reference({}, places - step)
    np.testing.assert_allclose(x.grad.asnumpy(), (high - low) / (2 * step), atol=1e-9)
    x[:] = 0
    with mx.autograd.record(train_mode=False):
        y = net(x)
    y.backward(train_mode=False)
    zero = {
        "gelu": 0.5,
        "relu6": 0,
        "softplus": 0.5,
        "hard_sigmoid": 1 / 6,
        "mish": 0.6,
    }
    np.testing.assert_allclose(x.grad.asnumpy(), zero[line], atol=1e-12)


SPREADS = {
    "he_normal": lambda fan_in, fan_out: (2 / fan_in) ** 0.5,
    "he_uniform": lambda fan_in, fan_out: (2 / fan_in) ** 0.5,
    "lecun_normal": lambda fan_in, fan_out: (1 / fan_in) ** 0.5,
    "lecun_uniform": lambda fan_in, fan_out: (1 / fan_in) ** 0.5,
    "xavier_normal": lambda fan_in, fan_out: (2 / (fan_in + fan_out)) ** 0.5,
    "xavier_uniform": lambda fan_in, fan_out: (2 / (fan_in + fan_out)) ** 0.5,
    "{normal: 0.3}": lambda fan_in, fan_out: 0.3,
    "{uniform: [-0.2, 0.2]}": lambda fan_in, fan_out: 0.2 / 3**0.5,
}


@pytest.mark.parametrize("law", SPREADS)
def test_initialisers(law: str) -> None:
    bias = "ones" if "xavier" in law else law
    body = [
        "  conv: {op: conv, channels: 192, kernel: 3, padding: 1, groups: 2}",
        "  up: {op: conv_transpose, channels: 300, kernel: 3, padding: 1, groups: 2}",
        "  pool: global_avg_pool",
        "  flatten: flatten",
        "  fc: {op: dense, units: 3000}",
    ]
    text = network("[64, 4, 4]", [], body, "fc")
    spec = spec_of(f"init: {{weight: {law}, bias: {bias}}}\n{text}")
    tensors = GLUON.tensors(spec.build("gluon"))
    # Xavier's fans are the first two axes of a weight, times the window.
    fans = {"conv": (32 * 9, 192 * 9), "up": (96 * 9, 0), "fc": (300, 3000)}
    if "xavier" in law:
        fans["up"] = (150 * 9, 192 * 9)
    for name, (fan_in, fan_out) in fans.items():
        weight, spread = tensors[f"{name}.weight"], SPREADS[law](fan_in, fan_out)
        assert weight.std() == pytest.approx(spread, rel=0.02)
        assert abs(weight.mean()) < 0.02 * spread
        reach = np.abs(weight).max() / spread
        assert reach < 1.74 if "uniform" in law else reach > 3
        if bias != "ones":
            assert tensors[f"{name}.bias"].std() == pytest.approx(spread, rel=0.3)


CONSTANTS = """
archspec: 1
name: Net
input: [4, 3, 3]
params: {v: 0.5, w: 2.0, biased: true}
body:
  conv: {op: conv, channels: 2, kernel: 1, bias: biased, init: {weight: ones, bias: {constant: v}}}
  bn: {op: bn, init: {weight: zeros, bias: ones}}
  gn: {op: group_norm, groups: 1, init: {weight: {constant: 0.25}}}
  ln: {op: layer_norm, init: {bias: {constant: w}}}
  prelu: {op: prelu, init: {weight: {constant: 0.1}}}
  skew: {op: conv, channels: 2, kernel: 1, init: {weight: {uniform: [1, w]}, bias: {uniform: [-1, 1]}}}
"""


def test_constant_initialisers() -> None:
    tensors = GLUON.tensors(spec_of(CONSTANTS).build("gluon"))
    values = {
        "conv.weight": 1,
        "conv.bias": 0.5,
        "bn.weight": 0,
        "bn.bias": 1,
        "gn.weight": 0.25,
        "gn.bias": 0,
        "ln.weight": 1,
        "ln.bias": 2,
        "prelu.weight": 0.1,
    }
    for name, value in values.items():
        assert tensors[name] == pytest.approx(value)
    assert tensors["skew.weight"].min() >= 1 and tensors["skew.weight"].max() <= 2
    assert np.abs(tensors["skew.bias"]).max() <= 1
