"""The sources of graph nodes: ``from``, ``reuse``, several inputs and outputs."""

import pytest

from archspec.graph.nodes import Graph
from tests.graph.test_graph import of_body
from tests.graphs import graph

pytestmark = pytest.mark.quick


def reads(found: Graph, path: str) -> list[str]:
    node = found.nodes[found.values[path]]
    return [found.nodes[index].path for index in node.inputs]


def test_from_sees_earlier_nodes_around_it() -> None:
    found = of_body("""\
  a: relu
  j: {op: add, branches: [{b: {op: tanh, from: a}}, {c: relu}]}
  s: {op: seq, body: {d: {op: relu, from: b}, e: {op: tanh, from: input}}}
  f: {op: relu, from: s}
  off: {op: tanh, when: false, from: c}
  g: {op: concat, from: [off, input, f]}
""")
    assert reads(found, "s.d") == ["b"]
    assert reads(found, "s.e") == ["x"]
    assert reads(found, "f") == ["s.e"]
    assert reads(found, "g") == ["c", "x", "f"]
    assert found.output_shape == (12, 8, 8)


MANY = """\
input: {image: [3, 8, 8], flat: [5]}
blocks:
  Fuse:
    inputs: [left, right]
    body:
      out: {op: add, from: [right, left]}
  Split:
    body:
      low: {op: slice, stop: 1}
      high: {op: slice, start: 1, stop: in_channels, from: input}
    outputs: {first: low, rest: high}
body:
  split: Split
  conv: {op: conv, channels: 2, kernel: 1, from: split.first}
  fuse: {op: Fuse, from: [conv, split.rest]}
  head: {op: dense, units: 2, from: flat}
outputs: {main: fuse, side: {from: head, only: train}, part: split.first}
"""


def test_several_inputs_and_outputs() -> None:
    found = graph(MANY)
    assert list(found.inputs) == ["image", "flat"]
    assert found.output_shape == ((2, 8, 8), (1, 8, 8))
    assert [out.name for out in found.outputs_in("train")] == ["main", "side", "part"]
    assert reads(found, "fuse") == ["split.high", "conv"]
    assert found.nodes[found.values["split.rest"]].path == "split.high"
    running = {found.nodes[index].path for index in found.running("inference")}
    assert "head" not in running and "flat" not in running
    assert "head.weight" in found.tensors
    assert graph(MANY, {"image": (3, 6, 6)}).nodes[0].shape == (3, 6, 6)


def test_one_named_output_is_the_value() -> None:
    found = graph("""\
input: [3, 8, 8]
blocks: {B: {body: {a: relu, b: tanh}, outputs: {early: a}}}
body:
  b: B
  c: relu
  d: {op: add, from: [c, b.early]}
""")
    assert reads(found, "c") == ["b.a"]
    assert reads(found, "d") == ["c", "b.a"]
    assert found.values["b"] == found.values["b.a"]


def test_reuse_shares_tensors() -> None:
    found = graph("""\
input: [4, 8, 8]
blocks: {B: {params: {k: 3}, body: {conv: {op: conv, channels: 4, kernel: k, padding: k // 2}}}}
body:
  conv: {op: conv, channels: 4, kernel: 1, bias: false}
  again: {op: reuse, node: conv}
  b: {op: B, k: 1}
  b2: {op: reuse, node: b, from: conv}
  b3: {op: reuse, node: b, from: conv}
""")
    assert list(found.tensors) == ["conv.weight", "b.conv.weight", "b.conv.bias"]
    owners = {node.path: node.owner for node in found.nodes if node.path != node.owner}
    assert owners == {"again": "conv", "b2.conv": "b.conv", "b3.conv": "b.conv"}
    assert found.macs == 64 * 16 * 5
    assert reads(found, "b3.conv") == ["conv"]
