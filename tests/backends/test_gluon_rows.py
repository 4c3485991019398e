"""Every row of the Gluon table on live networks, hybridized and not.

Each operator stands as a named node, in a `seq`, in a block that is a list and behind a
`when`, and is compared with the NumPy reference. The files have to pass ruff as well.
"""

import re
from pathlib import Path

import pytest

from tests.backends.gluon_nets import check, compare, network, ruff

IMAGE, FLAT = "[6, 5, 7]", "[6]"
CONVS = """
conv, channels: 4, kernel: 3, stride: 2, padding: [1, 0]
conv, channels: 4, kernel: [1, 3], stride: [1, 2], padding: [0, 1], bias: false
conv, channels: 6, kernel: 3, padding: [[0, 2], [1, 3]], groups: 3
conv, channels: 12, kernel: 3, padding: 2, dilation: 2, groups: depthwise
conv_transpose, channels: 4, kernel: 3, stride: 2, padding: 1, output_padding: 1
conv_transpose, channels: 4, kernel: 2, stride: [2, 3], groups: 2, bias: false
conv_transpose, channels: 2, kernel: 3, padding: [[1, 0], [2, 1]], stride: 2
conv_transpose, channels: 2, kernel: 3, padding: [[0, 1], [1, 0]], stride: 2, output_padding: 1
conv_transpose, channels: 2, kernel: 2, dilation: 3, output_padding: [2, 1]
conv_transpose, channels: 2, kernel: 3, stride: 2, dilation: 3, padding: [[0, 1], [1, 1]], output_padding: 2
"""
POOLS = """
max_pool, kernel: 2
max_pool, kernel: 2, stride: 1
max_pool, kernel: [3, 2], stride: [2, 1], padding: [1, 0]
max_pool, kernel: 3, stride: 1, padding: 2
max_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]]
max_pool, kernel: 3, stride: 2, rounding: ceil
max_pool, kernel: 2, padding: 1, rounding: ceil
max_pool, kernel: 6, stride: 2, rounding: ceil
max_pool, kernel: 2, stride: 5, rounding: ceil
avg_pool, kernel: 2
avg_pool, kernel: 3, stride: 2, padding: 1
avg_pool, kernel: 3, stride: 2, padding: 1, count_padding: false
avg_pool, kernel: 3, stride: 1, padding: 2
avg_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]]
avg_pool, kernel: 3, stride: 2, padding: [[1, 0], [0, 2]], count_padding: false
avg_pool, kernel: 3, stride: 2, padding: 1, rounding: ceil
avg_pool, kernel: 2, padding: 1, rounding: ceil, count_padding: false
avg_pool, kernel: 4, stride: 2, padding: [[0, 2], [1, 0]], rounding: ceil
avg_pool, kernel: [1, 2], stride: [4, 3], rounding: ceil
global_avg_pool
adaptive_avg_pool, size: 2
adaptive_avg_pool, size: [3, 7]
"""
SHAPES = """
upsample, scale: 2
upsample, scale: [3, 1]
upsample, scale: 41
upsample, size: [9, 4]
upsample, size: 9
upsample, scale: 2, mode: bilinear
upsample, scale: [4, 3], mode: bilinear
upsample, size: [10, 7], mode: bilinear
upsample, size: [1, 3], mode: bilinear
pad, padding: 1
pad, padding: [[0, 2], [3, 1]], value: 0.1
slice, stop: 2
slice, start: 2, stop: 5
dropout, drop_prob: 0.3
flatten
"""
NORMS = """
bn
bn, eps: 0.001, decay: 0.8
bn, eps: 0.1, affine: false
group_norm, groups: 3
group_norm, groups: 1, eps: 0.01
layer_norm
layer_norm, eps: 0.02
lrn
lrn, size: 3, alpha: 0.3, beta: 0.5, k: 2.1
lrn, size: 15, alpha: 0.2, beta: 0.7, k: 0.3
"""
ACTIVATIONS = """
relu
relu6
sigmoid
tanh
silu
mish
softplus
selu
hard_sigmoid
hard_swish
softmax
log_softmax
softmax, axis: last
log_sigmoid
softsign
hard_sigmoid, slope: 0.3
offset, value: 0.3
clamp, min: -0.3, max: 0.6
clamp, min: -0.5, max: 1
abs
leaky_relu
leaky_relu, slope: 0.25
leaky_relu, slope: -0.5
elu
elu, alpha: 0.3
gelu
gelu, approximate: tanh
prelu
prelu, per_channel: true
activation, kind: relu
"""
FLATS = """
dense, units: 4
dense, units: 3, bias: false
bn
layer_norm, eps: 0.02
flatten
dropout
slice, start: 1, stop: 3
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


def forms(shape: str, lines: str) -> str:
    """A network that applies each node of ``lines`` to its input, in every form."""
    blocks, body, outs = [], [], []
    for k, line in enumerate(lines.split("\n")[1:-1]):
        node = f"op: {line}"
        body += [
            f"  named{k}: {{{node}, from: input}}",
            f"  seq{k}: {{op: seq, from: input, body: [identity, {{{node}}}]}}",
            f"  list{k}: {{op: List{k}, from: input}}",
            f"  there{k}: {{op: When{k}, from: input}}",
            f"  not{k}: {{op: When{k}, there: false, from: input}}",
        ]
        blocks += [
            f"  List{k}: {{body: [{{{node}}}]}}",
            f"  When{k}: {{params: {{there: true}}, body: {{node: {{{node}, when: there}}}}}}",
        ]
        outs += [f"{form}{k}" for form in ("named", "seq", "list", "there", "not")]
    return network(shape, blocks, body, " ".join(outs))


@pytest.mark.parametrize("group", GROUPS)
def test_forms(group: str, tmp_path: Path) -> None:
    spec = check(forms(*GROUPS[group]))
    # Far from 0 as well, where thresholds and clips are.
    compare(spec, spec.build("gluon", dtype="float64"), 30.0)
    path = tmp_path / "net.py"
    path.write_text(spec.emit("gluon"))
    ruff(path)


PARAMS = {"c": 6, "k": 3, "s": 2, "p": 1, "flag": "true", "slope": 0.3, "eps": 0.01}
TYPES = {"flag": "bool", "slope": "float", "eps": "float"}
SYMBOLIC = """
conv, channels: c, kernel: k, stride: s, padding: "[[p, 0], [0, p]]", bias: flag
conv, channels: c * 2, kernel: k, dilation: s, padding: k - 1, groups: c
conv_transpose, channels: c, kernel: k, stride: s, padding: p, output_padding: p
conv_transpose, channels: c, kernel: k, dilation: s, output_padding: s - 1, bias: flag
conv_transpose, channels: c, kernel: k, padding: "[[p, 0], [0, p]]"
max_pool, kernel: k, stride: s, padding: p
max_pool, kernel: k, stride: s, padding: p, rounding: ceil
max_pool, kernel: k, stride: k + 2, rounding: ceil
avg_pool, kernel: k, stride: s, padding: p, count_padding: flag
avg_pool, kernel: k, stride: s, padding: p, rounding: ceil, count_padding: flag
avg_pool, kernel: k, stride: s, padding: "[[p, 0], [0, p]]", count_padding: flag
adaptive_avg_pool, size: k
bn, eps: eps, decay: slope, affine: flag
group_norm, groups: k, eps: eps
layer_norm, eps: eps
lrn, size: k, beta: slope, alpha: eps, k: slope
leaky_relu, slope: slope
elu, alpha: slope
prelu, per_channel: flag
dropout, drop_prob: slope
pad, padding: "[[p, 0], [0, s]]", value: slope
slice, start: p, stop: k
upsample, scale: s
upsample, scale: "[s, k]", mode: bilinear
upsample, size: "[k * 4, c]"
upsample, size: k, mode: bilinear
"""


def test_symbols() -> None:
    """Fields that are params of a block, or names of a loop, named and in lists."""
    blocks, body, outs = [], [], []
    for n, line in enumerate(SYMBOLIC.split("\n")[1:-1]):
        used = [name for name in PARAMS if re.search(rf"\b{name}\b(?!:)", line)]
        types = ", ".join(f"{name}: {TYPES.get(name, 'int')}" for name in used)
        args = ", ".join(f"{name}: {PARAMS[name]}" for name in used)
        row = f"[[{', '.join(str(PARAMS[name]) for name in used)}]]"
        names = f"over: {row}, as: [{', '.join(used)}]"
        node = f"{{op: {line}}}"
        blocks += [
            f"  Named{n}: {{params: {{{types}}}, body: {{a: identity, b: {node}}}}}",
            f"  Listed{n}: {{params: {{{types}}}, body: [identity, {node}]}}",
        ]
        body += [
            f"  named{n}: {{op: Named{n}, {args}, from: input}}",
            f"  listed{n}: {{op: Listed{n}, {args}, from: input}}",
            f"  loop{n}: {{op: repeat, {names}, body: {node}, from: input}}",
        ]
        outs += [f"named{n}", f"listed{n}", f"loop{n}"]
    check(network(IMAGE, blocks, body, " ".join(outs)))


def test_loop_variables_in_lists() -> None:
    """A layer in a list keeps the value that a loop's variable had when it was made."""
    text = """
archspec: 1
name: Net
input: [8, 4, 4]
body:
  cut: {op: repeat, times: 3, body: {op: slice, stop: 7 - i}}
  grow: {op: repeat, times: 2, body: [{op: upsample, scale: i + 1}, {op: pad, padding: i}]}
  mean: {op: repeat, times: 2, body: {op: adaptive_avg_pool, size: 5 - i}}
"""
    check(text)


def test_minus_infinity() -> None:
    line = "op: pad, padding: [[0, 1], [2, 0]], value: -inf"
    body = [
        f"  pad: {{{line}}}",
        f"  row: {{op: seq, from: input, body: [{{{line}}}]}}",
        "  a: {op: max_pool, kernel: 3, from: pad}",
        "  b: {op: max_pool, kernel: 3, from: row}",
    ]
    check(network("[2, 3, 4]", [], body, "a b"))


STRUCTURE = """
archspec: 1
name: Net
input: [4, 5, 5]
blocks:
  Row:
    body:
      - {op: repeat, times: 2, body: [{op: conv, channels: 4, kernel: 1}, relu]}
      - {op: conv, channels: 4, kernel: 1}
  Steps:
    body:
      - {op: repeat, times: 12, names: "step-{i}", body: {op: conv, channels: 4, kernel: 1}}
body:
  row: Row
  steps: Steps
  block1-0: {op: conv, channels: 4, kernel: 1}
  part-1: {op: repeat, times: 2, body: {op: conv, channels: 4, kernel: 1}}
  both: {op: concat, branches: [[], {side: {op: conv, channels: 2, kernel: 1}}]}
  gate: {op: global_avg_pool}
  product: {op: mul, from: [both, gate, both]}
  named: {op: seq, body: {conv0: {op: conv, channels: 2, kernel: 1}, relu0: relu}}
  flat: {op: seq, from: named, body: [flatten, {op: dense, units: 3}]}
  flatten: {op: flatten, from: named}
  end: {op: concat, from: [flatten, flat]}
"""


def test_structure() -> None:
    check(STRUCTURE)
