"""Every row of the Chainer table, live: named, numbered, after a `when`, with symbols."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import archspec
from archspec.backends.contract.runtime import Array, Net, load_runtime
from archspec.front.read import read_network
from archspec.ops.named_activation import ACTIVATIONS
from archspec.text.source import Source

CLOSE = 1e-12  # largest difference over the largest value, in float64
CHAINER = load_runtime("chainer")

IMAGE, FLAT = "[6, 9, 8]", "[6]"
IMAGE_NODES = """
op: conv, channels: 4, kernel: 3, stride: 2, padding: 1
op: conv, channels: 4, kernel: [3, 2], stride: [2, 1], padding: [1, 0], bias: false
op: conv, channels: 4, kernel: 3, padding: [[1, 2], [0, 1]]
op: conv, channels: 6, kernel: 3, padding: 2, dilation: [2, 1], groups: 2
op: conv, channels: 12, kernel: 3, groups: depthwise
op: conv_transpose, channels: 4, kernel: 2, stride: 2
op: conv_transpose, channels: 4, kernel: 3, padding: [0, 1], dilation: 2, groups: 2
op: conv_transpose, channels: 4, kernel: 3, stride: 2, padding: 1, output_padding: 1
op: conv_transpose, channels: 4, kernel: 2, dilation: [3, 2], output_padding: [2, 1]
op: conv_transpose, channels: 4, kernel: 4, stride: 2, padding: [[0, 3], [2, 1]]
op: max_pool, kernel: 2
op: max_pool, kernel: 3, stride: 2, padding: 2
op: max_pool, kernel: [3, 2], stride: [2, 1], padding: [[1, 2], [0, 1]]
op: max_pool, kernel: 3, stride: 2, rounding: ceil
op: max_pool, kernel: 2, padding: 1, rounding: ceil
op: max_pool, kernel: 1, stride: 3, rounding: ceil
op: max_pool, kernel: 3, padding: [[0, 2], [2, 1]], rounding: ceil
op: avg_pool, kernel: [2, 3], stride: 1
op: avg_pool, kernel: 3, stride: 2, padding: 1
op: avg_pool, kernel: 3, stride: 2, padding: 1, count_padding: false
op: avg_pool, kernel: [3, 2], padding: [[1, 2], [0, 1]]
op: avg_pool, kernel: [3, 2], padding: [[1, 2], [0, 1]], count_padding: false
op: avg_pool, kernel: 2, padding: 1, rounding: ceil
op: avg_pool, kernel: 3, padding: [[0, 2], [2, 1]], rounding: ceil, count_padding: false
op: avg_pool, kernel: 1, stride: 3, rounding: ceil
op: global_avg_pool
op: adaptive_avg_pool, size: 1
op: adaptive_avg_pool, size: [5, 10]
op: bn
op: bn, eps: 2e-5, affine: false
op: group_norm, groups: 3, eps: 1e-3
op: layer_norm
op: layer_norm, eps: 1e-6
op: lrn
op: lrn, size: 3, alpha: 0.5, beta: 0.6, k: 2
op: lrn, size: 15, alpha: 0.5
op: flatten
op: pad, padding: [[1, 0], [2, 3]]
op: pad, padding: 1, value: 0.5
op: upsample, scale: [2, 1]
op: upsample, size: [13, 5]
op: upsample, scale: [1, 3], mode: bilinear
op: upsample, size: [13, 5], mode: bilinear
"""
FLAT_NODES = """
op: dense, units: 5
op: dense, units: 5, bias: false
op: bn
op: layer_norm
op: flatten
"""
BOTH_NODES = "\n".join(
    [
        *(f"op: {kind}" for kind in ACTIVATIONS),
        "op: leaky_relu, slope: 0.2",
        "op: elu, alpha: 0.3",
        "op: gelu, approximate: tanh",
        "op: prelu, per_channel: true",
        "op: softmax",
        "op: log_softmax",
        "op: softmax, axis: last",
        "op: hard_sigmoid, slope: 0.2",
        "op: hard_sigmoid, slope: 0.3",
        "op: offset, value: 0.3",
        "op: clamp, min: -0.3",
        "op: abs",
        "op: identity",
        "op: dropout, drop_prob: 0.2",
        "op: slice, stop: 2",
        "op: slice, start: 2, stop: 5",
    ]
)
CASES = [
    *((IMAGE, node) for node in (IMAGE_NODES + BOTH_NODES).split("\n") if node),
    *((FLAT, node) for node in (FLAT_NODES + BOTH_NODES).split("\n") if node),
]
FORMS = """
archspec: 1
name: Forms
input: {shape}
params: {{yes: true, no: false}}
blocks:
  Listed: {{body: [tanh, {{{node}}}]}}
  Chosen: {{params: {{on: bool}}, body: [tanh, {{{node}, when: on}}]}}
body:
  plain: {{{node}}}
  in-list: {{op: seq, from: input, body: [{{{node}}}, tanh]}}
  listed: {{op: Listed, from: input}}
  chosen: {{op: Chosen, on: yes, from: input}}
  refused: {{op: Chosen, on: no, from: input}}
  kept: {{{node}, when: yes, from: input}}
  left-out: {{{node}, when: no, from: input}}
  first: {{op: tanh, from: input}}
  after: {{{node}}}
outputs:
  plain: plain
  in_list: in-list
  listed: listed
  chosen: chosen
  refused: refused
  kept: kept
  left_out: left-out
  after: after
"""


def spec_of(text: str, **params: Any) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)), **params)


def as_tuple(result: Any) -> tuple[Array, ...]:
    return result if isinstance(result, tuple) else (result,)


def compare(spec: archspec.Spec, net: Net, weights: Mapping[str, Array]) -> None:
    """``net`` with ``weights`` has the counts and computes the values of ``spec``."""
    graph = spec.graph
    CHAINER.assign(net, weights)
    assert CHAINER.param_count(net) == graph.param_count
    assert CHAINER.buffer_count(net) == graph.buffer_count
    x = 3 * np.random.default_rng(1).standard_normal((3, *graph.nodes[0].shape))
    expected = as_tuple(spec.reference(weights, x))
    for ours, theirs in zip(CHAINER.run(net, [x]), expected, strict=True):
        assert ours.shape == theirs.shape
        assert ours.dtype == np.float64
        assert np.abs(ours - theirs).max() <= CLOSE * np.abs(theirs).max()


@pytest.mark.parametrize(("shape", "node"), CASES)
def test_each_form_computes_the_reference(shape: str, node: str) -> None:
    spec = spec_of(FORMS.format(shape=shape, node=node))
    compare(spec, spec.build("chainer", dtype="float64"), spec.init_weights())


def test_each_form_is_clean(tmp_path: Path) -> None:
    for k, (shape, node) in enumerate(CASES):
        source = spec_of(FORMS.format(shape=shape, node=node)).emit("chainer")
        (tmp_path / f"forms{k}.py").write_text(source)
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", str(tmp_path)]
        result = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout


SYMBOLS = """
archspec: 1
name: Symbols
input: [4, 21, 19]
params: {k: 3, s: 1, p: 1, g: 1, n: 2, flag: true, share: 0.5, eps: 0.01}
blocks:
  Part:
    params: {k: int, s: int, p: int, g: int, n: int, flag: bool, share: float, eps: float}
    body:
      conv1: {op: conv, channels: in_channels * 2, kernel: k, stride: s, padding: p, groups: g, bias: flag}
      conv2: {op: conv, channels: in_channels, kernel: "[k, k + 1]", padding: "[[p, p + 1], [0, k]]"}
      bn: {op: bn, affine: flag, eps: eps, decay: share}
      prelu: {op: prelu, per_channel: flag}
      up: {op: conv_transpose, channels: in_channels, kernel: k, stride: s + 1, padding: p, output_padding: s - 1}
      pool1: {op: max_pool, kernel: k, padding: "[[p, 0], [p, 1]]"}
      pool2: {op: max_pool, kernel: k, stride: 1, padding: p, rounding: ceil}
      pool3: {op: avg_pool, kernel: k, stride: 1, padding: p, count_padding: flag}
      pool4: {op: avg_pool, kernel: k, stride: s, padding: p, count_padding: flag, rounding: ceil}
      group: {op: group_norm, groups: g, eps: eps}
      layer: {op: layer_norm, eps: eps}
      lrn: {op: lrn, size: n * 2 + 1, alpha: share}
      pad: {op: pad, padding: p, value: share}
      slice: {op: slice, start: g - 1, stop: in_channels}
      up1: {op: upsample, scale: n}
      up2: {op: upsample, size: "[n * 5, n + 6]", mode: bilinear}
      dropout: {op: dropout, drop_prob: share}
      elu: {op: elu, alpha: share}
      leaky: {op: leaky_relu, slope: share}
      adaptive: {op: adaptive_avg_pool, size: n + 1}
body:
  part: {op: Part, k: k, s: s, p: p, g: g, n: n, flag: flag, share: share, eps: eps}
"""
OTHERS = {"k": 4, "s": 2, "p": 2, "g": 2, "n": 3, "flag": False, "share": 0.25}


def test_arguments_are_honoured() -> None:
    spec, other = spec_of(SYMBOLS), spec_of(SYMBOLS, **OTHERS)
    assert not spec.fixed_params("chainer")
    cls = CHAINER.load_class(spec.emit("chainer"), "Symbols", "symbols.py")
    compare(spec, CHAINER.create(cls, {}, "float64"), spec.init_weights())
    compare(other, CHAINER.create(cls, OTHERS, "float64"), other.init_weights())


CONTAINERS = """
archspec: 1
name: Containers
input: [4, 6, 6]
params: {on: true, n: 11}
blocks:
  Mixed:
    body:
      - bn
      - {op: repeat, times: 2, names: "named{i}", body: {op: conv, channels: 4, kernel: 1}}
      - op: residual
        body: {op: seq, body: [bn, relu, {op: conv, channels: 4, kernel: 1}]}
body:
  mixed: Mixed
  # More than ten: by name, 10 comes before 2.
  many: {op: repeat, times: n, names: "many{i}", body: {op: conv, channels: i + 1, kernel: 1}}
  more-1: {op: repeat, times: n, when: on, body: [{op: conv, channels: 3, kernel: 1}, tanh]}
  named-1: {op: seq, when: on, body: {conv: {op: conv, channels: 3, kernel: 1}, act: silu}}
  none: {op: seq, body: []}
  gate: {op: mul, branches: [[], {mean: global_avg_pool, weigh: sigmoid}]}
  twice: {op: concat, from: [gate, mixed]}
  noise: {op: dropout, only: train}
"""


@pytest.mark.parametrize("params", [{}, {"on": False, "n": 2}])
def test_containers(params: dict[str, Any]) -> None:
    spec = spec_of(CONTAINERS, **params)
    cls = CHAINER.load_class(spec_of(CONTAINERS).emit("chainer"), spec.name, "net.py")
    compare(spec, CHAINER.create(cls, params, "float64"), spec.init_weights())


def test_minus_infinity_as_padding() -> None:
    spec = spec_of(
        FORMS.format(shape=IMAGE, node="op: pad, padding: 1, value: -inf").replace(
            "tanh", "relu"
        )
    )
    x = np.ones((2, 6, 9, 8))
    net = spec.build("chainer", dtype="float64")
    expected = as_tuple(spec.reference({}, x))
    for ours, theirs in zip(CHAINER.run(net, [x]), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_training_mode() -> None:
    text = """
archspec: 1
name: Training
input: [3, 4, 5]
body:
  bn: {op: bn, decay: 0.75}
  drop: {op: dropout, drop_prob: 0.25}
outputs: {bn: bn, drop: drop}
"""
    spec = spec_of(text)
    weights = spec.init_weights()
    net = spec.build("chainer", weights, "float64")
    x = np.random.default_rng(0).standard_normal((100, 3, 4, 5))
    normal, drop = CHAINER.run(net, [x], train=True)
    kept = drop != 0
    assert kept.mean() == pytest.approx(0.75, abs=0.05)
    np.testing.assert_allclose(drop[kept], normal[kept] / 0.75)
    after = CHAINER.tensors(net)
    batch = {
        "bn.running_mean": x.mean((0, 2, 3)),
        "bn.running_var": x.var((0, 2, 3), ddof=1),
    }
    for name, value in batch.items():
        expected = 0.75 * weights[name] + 0.25 * value
        np.testing.assert_allclose(after[name], expected)
