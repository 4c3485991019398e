"""Rows of the Paddle table with params as fields: one file, several arguments."""

import re

import numpy as np
import pytest

import archspec
from archspec.backends.contract.runtime import load_runtime
from tests.backends.paddle_nets import FLAT, IMAGE, compare, spec_of

SYMBOLIC = """
archspec: 1
name: Net
input: {shape}
params: {{{given}}}
blocks:
  Named: {{params: {{{types}}}, body: {{node: {{{line}}}, end: identity}}}}
  Listed: {{params: {{{types}}}, body: [{{{line}}}]}}
body:
  a: {{op: Named, {args}}}
  b: {{op: Listed, {args}, from: input}}
outputs: {{a: a, b: b}}
"""
PARAMS = {"c": 6, "k": 3, "s": 2, "p": 1, "flag": "true", "slope": 0.3, "eps": 0.01}
TYPES = {"flag": "bool", "slope": "float", "eps": "float"}
OTHERS = {"c": 12, "k": 2, "s": 3, "p": 1, "flag": False, "slope": 0.7, "eps": 0.1}
SYMBOLIC_LINES = """
op: conv, channels: c, kernel: k, stride: s, padding: "[[p, 0], [0, p]]", bias: flag
op: conv, channels: c * 2, kernel: k, dilation: s, padding: k - 1, groups: c
op: conv_transpose, channels: c, kernel: k, stride: s, padding: p, output_padding: p
op: conv_transpose, channels: c, kernel: k, stride: s, output_padding: s - 1, bias: flag
op: max_pool, kernel: k, stride: s, padding: p
op: max_pool, kernel: k, stride: s, padding: p, rounding: ceil
op: max_pool, kernel: k, stride: k + 2, rounding: ceil
op: avg_pool, kernel: k, stride: s, padding: p, count_padding: flag
op: avg_pool, kernel: k, stride: s, padding: p, rounding: ceil, count_padding: flag
op: avg_pool, kernel: k, stride: s, padding: "[[p, 0], [0, p]]", count_padding: flag
op: avg_pool, kernel: k, stride: s, padding: p, rounding: ceil
op: avg_pool, kernel: k, stride: s, padding: p, rounding: ceil, count_padding: false
op: adaptive_avg_pool, size: k
op: bn, eps: eps, decay: slope, affine: flag
op: group_norm, groups: k, eps: eps
op: layer_norm, eps: eps
op: lrn, size: k, beta: slope, alpha: eps, k: slope
op: leaky_relu, slope: slope
op: elu, alpha: slope
op: prelu, per_channel: flag
op: dropout, drop_prob: slope
op: pad, padding: "[[p, 0], [0, s]]", value: slope
op: slice, start: p, stop: k
op: upsample, scale: s
op: upsample, scale: "[s, k]", mode: bilinear
op: upsample, size: "[k * 4, c]"
op: upsample, size: k, mode: bilinear
"""
SYMBOLIC_FLAT = """
op: dense, units: k, bias: flag
op: bn, eps: eps, affine: flag
op: layer_norm, eps: eps
op: prelu, per_channel: flag
"""


CASES = [(IMAGE, line) for line in SYMBOLIC_LINES.strip().splitlines()]
CASES += [(FLAT, line) for line in SYMBOLIC_FLAT.strip().splitlines()]


@pytest.mark.parametrize(("shape", "line"), CASES)
def test_symbols(shape: str, line: str) -> None:
    used = [name for name in PARAMS if re.search(rf"\b{name}\b(?!:)", line)]
    text = SYMBOLIC.format(
        shape=shape,
        line=line,
        given=", ".join(f"{name}: {PARAMS[name]}" for name in used),
        types=", ".join(f"{name}: {TYPES.get(name, 'int')}" for name in used),
        args=", ".join(f"{name}: {name}" for name in used),
    )
    spec = spec_of(text)
    compare(spec)
    # The same file with other arguments has to be the network of these params.
    others = {name: OTHERS[name] for name in used}
    if "slice" in line or "lrn" in line:
        others["k"] = 5
    if "conv_transpose" in line:
        del others["s"]
    if "groups: c" in line:
        del others["c"]
    assert not spec.fixed_params("paddle")
    other = archspec.compile(spec.network, **others)
    runtime = load_runtime("paddle")
    cls = runtime.load_class(spec.emit("paddle"), "Net", "net.py")
    net = runtime.create(cls, others, "float64")
    weights = other.init_weights()
    runtime.assign(net, weights)
    x = np.random.default_rng(5).standard_normal((2, *spec.graph.nodes[0].shape))
    outputs = zip(runtime.run(net, [x]), other.reference(weights, x), strict=True)
    for ours, theirs in outputs:
        np.testing.assert_allclose(ours, theirs, rtol=2e-9, atol=1e-12)
