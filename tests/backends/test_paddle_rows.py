"""Every row of the Paddle table on a live network, in each of its forms.

Each operator is emitted as a named node, inside a `seq`, inside a block that is a list,
and behind a `when` that is true, false or symbolic, and compared with the NumPy
reference. The files have to pass ruff as well.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from archspec.ops.named_activation import ACTIVATIONS
from tests.backends.paddle_nets import FLAT, IMAGE, compare, spec_of

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
KINDS = "\n".join(
    [
        *(f"op: {kind}" for kind in (*ACTIVATIONS, "softmax", "log_softmax")),
        "op: log_softmax, axis: last",
        "op: hard_sigmoid, slope: 0.3",
        "op: offset, value: 0.3",
        "op: clamp, min: -0.3, max: 0.6",
        "op: abs",
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
    "activations": (IMAGE, KINDS),
    "flat": (FLAT, FLATS),
    "flat_activations": (FLAT, KINDS),
}


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


@pytest.mark.parametrize("group", GROUPS)
def test_forms(group: str, tmp_path: Path) -> None:
    spec = spec_of(forms(*GROUPS[group]))
    # Also far from 0, where thresholds and clips are.
    for scale in (1.0, 30.0):
        compare(spec, scale)
    path = tmp_path / "net.py"
    path.write_text(spec.emit("paddle"))
    ruff(path)


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
