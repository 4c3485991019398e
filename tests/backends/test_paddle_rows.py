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
from archspec.backends.runtime import Array, Net, load_runtime
from archspec.ops import OPS, Activation
from archspec.read import read_network
from archspec.text.problems import CompileError
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
op: max_pool, kernel: 2
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
op: avg_pool, kernel: 3, stride: 1, padding: 2
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
op: upsample, scale: [3, 1]
op: upsample, scale: 41
op: upsample, size: [9, 4]
op: upsample, size: 9
op: upsample, scale: 2, mode: bilinear
op: upsample, scale: [4, 3], mode: bilinear
op: upsample, size: [10, 7], mode: bilinear
op: upsample, size: [1, 3], mode: bilinear
op: pad, padding: 1
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
    for k, line in enumerate(line for line in lines.splitlines() if line):
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
    lines_of = [
        "archspec: 1",
        "name: Net",
        f"input: {shape}",
        "blocks:",
        *blocks,
        "body:",
        *body,
        f"outputs: {{{outs}}}",
    ]
    return "\n".join(lines_of)


def ruff(path: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--quiet", path],
            check=True,
        )


def compare(spec: archspec.Spec, scale: float = 1.0) -> tuple[Net, tuple[Array, ...]]:
    """The live network after its outputs were compared, and its inputs."""
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
    return net, inputs


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


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        (shape, line)
        for shape, lines in ((IMAGE, SYMBOLIC_LINES), (FLAT, SYMBOLIC_FLAT))
        for line in lines.splitlines()
        if line
    ],
)
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


def test_minus_infinity() -> None:
    line = "op: pad, padding: [[0, 1], [2, 0]], value: -inf"
    text = f"""
archspec: 1
name: Net
input: [2, 3, 4]
body:
  pad: {{{line}}}
  row: {{op: seq, from: input, body: [{{{line}}}]}}
  a: {{op: max_pool, kernel: 3, from: pad}}
  b: {{op: max_pool, kernel: 3, from: row}}
outputs: {{a: a, b: b}}
"""
    compare(spec_of(text))


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
  end: {op: concat, from: [flatten, flat]}
"""
    compare(spec_of(text))


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
    # What Xavier's rule takes for the fans of grouped convolutions differs by nobody:
    # the second and the first axis of the weight, times the window.
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


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ("{op: bn, init: {weight: he_normal}}", "he_normal needs a fan-in"),
        (
            "{op: conv, channels: 2, kernel: 1, init: {bias: xavier_normal}}",
            "xavier_normal needs a fan-out",
        ),
    ],
)
def test_initialisers_without_a_fan(node: str, message: str) -> None:
    text = f"archspec: 1\nname: Net\ninput: [2, 3, 3]\nbody: {{node: {node}}}\n"
    with pytest.raises(CompileError, match=message):
        spec_of(text).emit("paddle")
