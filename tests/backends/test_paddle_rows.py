"""Every row of the Paddle table on a live network, in each form it can take.

Each operator is emitted as a named node, inside a `seq`, inside a block that is a list,
and behind a `when` that is true, false or symbolic, and compared with the NumPy
reference. The files have to pass ruff as well.
"""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import archspec
from archspec.backends import dialect
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.ops import OPS, Activation
from archspec.text.source import Source

CLOSE = 1e-12
# nn.BatchNorm2D keeps epsilon as float32: the error is at most half that of epsilon
# (1.5e-9 for 0.1) over the variance, which is 0.5 or more.
ROUNDED_EPSILON = 2e-9

IMAGE = "[6, 5, 7]"
FLAT = "[6]"
CONVS = """
op: conv, channels: 4, kernel: 3
op: conv, channels: 4, kernel: [1, 3], stride: [1, 2], padding: [0, 1], bias: false
op: conv, channels: 6, kernel: 3, padding: [[0, 2], [1, 3]], groups: 3
op: conv, channels: 12, kernel: 3, padding: 2, dilation: 2, groups: depthwise
op: conv_transpose, channels: 4, kernel: 3, stride: 2, padding: 1, output_padding: 1
op: conv_transpose, channels: 4, kernel: 2, stride: [2, 3], groups: 2, bias: false
op: conv_transpose, channels: 2, kernel: 3, padding: [[1, 0], [2, 1]], stride: 2
op: conv_transpose, channels: 2, kernel: 2, dilation: 3, output_padding: [2, 1]
op: conv_transpose, channels: 2, kernel: 3, stride: 2, dilation: 3, padding: [[0, 1], [1, 1]], output_padding: 2
"""
POOLS = """
op: max_pool, kernel: 3, stride: 2, padding: 1
op: max_pool, kernel: 3, stride: 1, padding: 2
op: max_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]]
op: max_pool, kernel: 3, stride: 2, rounding: ceil
op: max_pool, kernel: 2, stride: 2, padding: 1, rounding: ceil
op: max_pool, kernel: [3, 1], stride: [1, 4], padding: [[0, 2], [0, 0]], rounding: ceil
op: max_pool, kernel: 6, stride: 2, rounding: ceil
op: avg_pool, kernel: 2
op: avg_pool, kernel: 3, stride: 2, padding: 1
op: avg_pool, kernel: 3, stride: 2, padding: 1, count_padding: false
op: avg_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]]
op: avg_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]], count_padding: false
op: avg_pool, kernel: 2, stride: 2, rounding: ceil
op: avg_pool, kernel: 3, stride: 2, padding: 1, rounding: ceil
op: avg_pool, kernel: 3, stride: 3, padding: 1, rounding: ceil
op: avg_pool, kernel: 2, stride: 2, padding: 1, rounding: ceil, count_padding: false
op: avg_pool, kernel: 4, stride: 2, padding: [[0, 2], [1, 0]], rounding: ceil
op: avg_pool, kernel: [1, 2], stride: [4, 3], rounding: ceil
op: global_avg_pool
op: adaptive_avg_pool, size: 2
op: adaptive_avg_pool, size: [3, 7]
"""
SHAPES = """
op: upsample, scale: 2
op: upsample, scale: 41
op: upsample, size: [9, 4]
op: upsample, size: 9
op: upsample, scale: 2, mode: bilinear
op: upsample, scale: [4, 3], mode: bilinear
op: upsample, size: [10, 7], mode: bilinear
op: upsample, size: [1, 3], mode: bilinear
op: pad, padding: [[0, 2], [3, 1]], value: 0.1
op: slice, stop: 2
op: slice, start: 2, stop: 5
op: dropout, drop_prob: 0.3
"""
NORMS = """
op: bn
op: bn, eps: 0.001, decay: 0.8
op: bn, eps: 0.1, affine: false
op: group_norm, groups: 3
op: group_norm, groups: 1, eps: 0.01
op: layer_norm
op: layer_norm, eps: 0.001
op: layer_norm, eps: 0.02
op: lrn
op: lrn, size: 3, alpha: 0.3, beta: 0.5, k: 2.1
op: lrn, size: 7, alpha: 0.2, beta: 0.7, k: 0.3
"""
KINDS = """
relu relu6 sigmoid tanh silu mish softplus selu hard_sigmoid hard_swish softmax
log_softmax leaky_relu elu gelu prelu
"""
ACTIVATIONS = "\n".join(
    [
        *(f"op: {kind}" for kind in KINDS.split()),
        "op: leaky_relu, slope: 0.3",
        "op: elu, alpha: 0.5",
        "op: elu, alpha: 0.3",
        "op: gelu, approximate: tanh",
        "op: prelu, per_channel: true",
        "op: activation, kind: relu",
    ]
)
FLATS = """
op: dense, units: 4
op: dense, units: 3, bias: false
op: bn
op: bn, eps: 0.1, affine: false
op: layer_norm
op: layer_norm, eps: 0.02
op: flatten
op: dropout
op: slice, start: 1, stop: 3
"""
GROUPS = {
    "convs": (IMAGE, CONVS),
    "pools": (IMAGE, POOLS),
    "shapes": (IMAGE, SHAPES),
    "norms": (IMAGE, NORMS),
    "activations": (IMAGE, ACTIVATIONS),
    "flat": (FLAT, FLATS),
    "flat_activations": (FLAT, ACTIVATIONS),
}


def spec_of(text: str) -> archspec.Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


def forms(shape: str, lines: str) -> str:
    """A network that applies each node of ``lines`` to its input, in every form."""
    blocks, body, outputs = [], [], []
    for k, line in enumerate(lines.strip().splitlines()):
        blocks += [
            f"  Listed{k}: {{body: [{{{line}}}]}}",
            f"  When{k}:",
            "    params: {on: true}",
            f"    body: {{node: {{{line}, when: on}}, end: identity}}",
        ]
        body += [
            f"  a{k}: {{{line}, from: input}}",
            f"  b{k}: {{op: seq, from: input, body: [identity, {{{line}}}]}}",
            f"  c{k}: {{op: Listed{k}, from: input}}",
            f"  d{k}: {{op: When{k}, from: input}}",
            f"  e{k}: {{op: When{k}, 'on': false, from: input}}",
            # Among other calls: an operand that is no plain name.
            f"  f{k}: {{op: tanh, from: input}}",
            f"  g{k}: {{{line}}}",
        ]
        outputs += [f"{form}{k}" for form in "abcdeg"]
    outs = ", ".join(f"{name}: {name}" for name in outputs)
    parts = [
        "archspec: 1",
        "name: Net",
        f"input: {shape}",
        "blocks:",
        *blocks,
        "body:",
        *body,
        f"outputs: {{{outs}}}",
    ]
    return "\n".join(parts)


def ruff(path: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--quiet", path],
            check=True,
        )


def compare(spec: archspec.Spec, scale: float = 1.0) -> None:
    """The live network has the counts of the graph and the outputs of the reference."""
    runtime, graph = load_runtime("paddle"), spec.graph
    weights = spec.init_weights(seed=2)
    net = spec.build("paddle", weights, "float64")
    assert runtime.param_count(net) == graph.param_count
    assert runtime.buffer_count(net) == graph.buffer_count
    rng = np.random.default_rng(4)
    shapes = [graph.nodes[index].shape for index in graph.inputs.values()]
    inputs = tuple(scale * rng.standard_normal((3, *shape)) for shape in shapes)
    expected = spec.reference(weights, *inputs)
    expected = expected if isinstance(expected, tuple) else (expected,)
    actual = runtime.run(net, inputs)
    outs = [out.name for out in graph.outputs_in("inference")]
    for name, ours, theirs in zip(outs, actual, expected, strict=True):
        assert ours.shape == theirs.shape, name
        assert ours.dtype == np.float64, name
        error = np.abs(ours - theirs).max() / np.abs(theirs).max()
        kinds = {node.kind for node in graph.nodes if node.path.startswith(name)}
        bound = ROUNDED_EPSILON if "bn" in kinds else CLOSE
        assert error <= bound, f"{name}: {error:.1e}"


def test_every_operator_has_a_row() -> None:
    assert set(dialect("paddle").rows) == set(OPS) - {Activation}


@pytest.mark.parametrize("group", GROUPS)
def test_forms(group: str, tmp_path: Path) -> None:
    spec = spec_of(forms(*GROUPS[group]))
    # Also far from 0, where thresholds and clips are.
    for scale in (1.0, 30.0):
        compare(spec, scale)
    path = tmp_path / "net.py"
    path.write_text(spec.emit("paddle"))
    ruff(path)


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


def test_joins_and_names() -> None:
    text = """
archspec: 1
name: Net
input: [4, 5, 5]
blocks:
  Row:
    body:
      - {op: repeat, times: 2, body: [{op: conv, channels: 4, kernel: 1}, relu]}
      - {op: conv, channels: 4, kernel: 1}
  Steps:
    body: [{op: repeat, times: 3, names: "step{i + 1}", body: {op: conv, channels: 4, kernel: 1}}]
body:
  row: Row
  steps: Steps
  block1-0: {op: conv, channels: 4, kernel: 1}
  both: {op: concat, branches: [[], {side: {op: conv, channels: 2, kernel: 1}}]}
  gate: {op: global_avg_pool}
  product: {op: mul, from: [both, gate]}
  named: {op: seq, body: {conv0: {op: conv, channels: 2, kernel: 1}, relu0: relu}}
  flat: {op: seq, from: named, body: [flatten, {op: dense, units: 3}]}
  flatten: {op: flatten, from: named}
  pad: {op: pad, from: input, padding: [[0, 1], [2, 0]], value: -inf}
  pads: {op: seq, from: input, body: [{op: pad, padding: 1, value: -inf}]}
  a: {op: max_pool, kernel: 3, from: pad}
  b: {op: max_pool, kernel: 3, from: pads}
outputs: {flattened: flatten, flat: flat, a: a, b: b}
"""
    compare(spec_of(text))


def test_helpers_only_where_used() -> None:
    text = """
archspec: 1
name: Net
input: [4, 5, 5]
body:
  elu: elu
  selu: {op: selu, from: elu}
  group: {op: seq, from: elu, body: {elu: elu, log_softmax: softmax}}
  end: {op: add, from: [elu, selu, group]}
"""
    spec = spec_of(text)
    compare(spec)
    source = spec.emit("paddle")
    assert "def selu(x)" in source
    assert "def elu(" not in source and "Apply" not in source
