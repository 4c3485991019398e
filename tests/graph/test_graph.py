"""The graph: paths, shapes, counts, scopes and modes of unrolled networks."""

import json
from pathlib import Path
from typing import Any

import pytest

from archspec.front.read import load_network
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph, TensorInfo
from archspec.ops.activation import GELU
from archspec.spec import Network, node
from tests.graphs import graph

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent.parent
TUTORIALS: list[dict[str, Any]] = json.loads(
    (ROOT / "tests/reference/tutorials.json").read_text()
)


def of_body(body: str, size: str = "[4, 8, 8]") -> Graph:
    return graph(f"input: {size}\nbody:\n{body}")


def paths(found: Graph) -> list[str]:
    return [node.path for node in found.nodes if node.kind != "input"]


# --- known networks ----------------------------------------------------------------


def test_resnet50() -> None:
    found = elaborate(load_network(ROOT / "specs/resnet50.yaml"))
    assert found.output_shape == (1000,)
    assert found.param_count == 25_557_032
    assert found.buffer_count == 53_120
    assert found.macs == 4_089_184_256
    names = list(found.tensors)
    assert names[:6] == [
        "conv1.weight",
        "bn1.weight",
        "bn1.bias",
        "bn1.running_mean",
        "bn1.running_var",
        "layer1.0.conv1.weight",
    ]
    assert found.tensors["layer1.0.conv2.weight"] == TensorInfo(
        (64, 64, 3, 3), "param", 576
    )
    downsampled = [name for name in names if "downsample.0" in name]
    assert downsampled == [f"layer{k}.0.downsample.0.weight" for k in (1, 2, 3, 4)]
    last = found.instances[-1]
    assert (last.path, last.block) == ("layer4.2", "Bottleneck")
    assert (last.args, last.in_channels) == ({"width": 512, "stride": 1}, 2048)
    assert found.nodes[found.values["layer3"]].path == "layer3.5.relu3"
    assert found.nodes[found.values["layer3.0"]].trail[0].block == "Bottleneck"


@pytest.mark.parametrize("row", TUTORIALS, ids=lambda row: f"{row['spec']}{row['set']}")
def test_tutorials(row: dict[str, Any]) -> None:
    found = elaborate(load_network(ROOT / row["spec"]), row["set"], row["input"])
    assert found.output_shape == tuple(row["output"])
    assert found.param_count == row["params"]
    assert found.buffer_count == row["buffers"]
    # Paddle keeps the weight of a dense layer transposed: compare sizes in any order.
    shapes = [info.shape for info in found.tensors.values() if info.role == "param"]
    assert sorted(map(sorted, shapes)) == sorted(map(sorted, row["shapes"]))


def test_network_from_python() -> None:
    body = {"conv": node("conv", channels="width * 2", kernel=3), "relu": node("relu")}
    network = Network(name="Tiny", input=[3, 8, 8], params={"width": 2}, body=body)
    assert elaborate(network).output_shape == (4, 6, 6)
    assert elaborate(network, {"width": 3}, (3, 9, 5)).output_shape == (6, 7, 3)


# --- paths -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("  a: relu\n  b: tanh", "a b"),
        ("  - relu\n  - {op: tanh, when: false}\n  - relu", "0 1"),
        ("  s: {op: seq, body: [relu, {op: seq, body: {t: tanh}}]}", "s.0 s.1.t"),
        ("  r: {op: repeat, times: 2, body: relu}", "r.0 r.1"),
        ("  r: {op: repeat, times: 2, body: [relu, tanh]}", "r.0.0 r.0.1 r.1.0 r.1.1"),
        ("  r: {op: repeat, times: 2, body: {a: relu}}", "r.0.a r.1.a"),
        ("  r: {op: repeat, times: 2, names: 'l{i + 1}', body: relu}", "r.l1 r.l2"),
        (
            "  r: {op: repeat, times: 2, index: k, body: {op: repeat, times: 2, body: relu}}",
            "r.0 r.1 r.2 r.3",
        ),
        (
            "  r: {op: repeat, times: 2, index: k,"
            " body: {op: repeat, times: 2, names: 'b{k}_{i}', body: relu}}",
            "r.b0_0 r.b0_1 r.b1_0 r.b1_1",
        ),
        ("  - relu\n  - {op: repeat, times: 2, body: tanh}\n  - relu", "0 1 2 3"),
        ("  - {op: repeat, times: 2, body: [relu, tanh]}\n  - relu", "0 1 2 3 4"),
        ("  - {op: repeat, times: 2, body: {a: relu}}\n  - relu", "0.a 1.a 2"),
        (
            "  - relu\n  - {op: repeat, times: 2, names: 'l{i}', body: [tanh]}\n  - relu",
            "0 l0.0 l1.0 1",
        ),
        (
            "  - op: repeat\n    times: 3\n    body: {op: relu, when: i != 1}\n  - tanh",
            "0 1 2",
        ),
        ("  j: {op: add, branches: [[], {a: relu}, tanh]}", "a j_2 j"),
        ("  - relu\n  - {op: add, branches: [[], tanh]}\n  - relu", "0 1.1 1 2"),
        ("  - {op: residual, body: tanh, shortcut: relu}", "0.body 0.shortcut 0"),
        ("  j: {op: residual, body: tanh, shortcut: relu}", "j_body j_shortcut j"),
        (
            "  j: {op: add, branches: [{op: residual, body: relu}, {b: tanh}]}",
            "j_0_body j_0 b j",
        ),
        ("  - {op: add, branches: [{op: seq, body: {a: relu}}, []]}", "0.0.a 0"),
        ("  j: {op: residual, skip: false, body: {a: relu}, shortcut: tanh}", "a"),
    ],
)
def test_paths(body: str, expected: str) -> None:
    assert paths(of_body(body)) == expected.split()


def test_values_of_groups() -> None:
    found = of_body("""\
  s: {op: seq, body: [relu, tanh]}
  r: {op: repeat, times: 2, body: {a: relu}}
  e: {op: seq, body: []}
  j: {op: residual, skip: false, body: {b: relu}}
""")
    at = {path: found.nodes[index].path for path, index in found.values.items()}
    groups = {path: name for path, name in at.items() if path != name}
    assert groups == {"s": "s.1", "r.0": "r.0.a", "r.1": "r.1.a", "r": "r.1.a"} | {
        "e": "r.1.a",
        "j": "b",
    }


# --- expressions -------------------------------------------------------------------


def test_scopes_of_expressions() -> None:
    found = graph("""\
input: [2, 8, size]
params: {size: 6, kinds: [relu, gelu]}
let: {middle: size // 2, quarter: middle - 1}
blocks:
  B:
    params: {act: str, kind: relu, width: 3}
    let: {twice: in_channels * width}
    body:
      conv: {op: conv, channels: twice, kernel: 1}
      one: {op: relu, when: act == 'swish'}
      two: {op: activation, kind: kind}
body:
  conv: {op: conv, channels: quarter + in_channels, kernel: [1, middle]}
  b: {op: B, act: swish, kind: "kinds[1]"}
  r:
    op: repeat
    over: [[1, 3], [2, 6]]
    as: [n, limit]
    body: {op: conv, channels: n + i, kernel: 1, when: limit != size}
""")
    assert found.nodes[0].shape == (2, 8, 6)
    shapes = {node.path: node.shape for node in found.nodes}
    assert shapes["conv"] == (4, 8, 4)
    assert shapes["b.conv"] == (12, 8, 4)
    assert [node.kind for node in found.nodes][3:5] == ["relu", "gelu"]
    assert found.instances[0].args == {"act": "swish", "kind": "gelu", "width": 3}
    assert shapes["r.0"] == (1, 8, 4) and "r.1" not in shapes


def test_enum_words_that_are_params() -> None:
    body = "body: [{op: gelu, approximate: tanh}]"
    for params, expected in (("{}", "tanh"), ("{tanh: none}", "none")):
        found = graph(f"input: [8]\nparams: {params}\n{body}")
        assert found.nodes[-1].op == GELU(approximate=expected)


def test_rows_may_be_named_whole() -> None:
    found = of_body("  r: {op: repeat, over: [3, 5], as: c,"
                    " body: {op: conv, channels: c, kernel: 1}}")  # fmt: skip
    assert found.output_shape == (5, 8, 8)


# --- modes -------------------------------------------------------------------------


def test_only_on_operators_and_groups() -> None:
    found = of_body("""\
  a: relu
  s: {op: seq, only: train, body: {b: {op: conv, channels: 4, kernel: 1, from: input}}}
  c: {op: softmax, only: inference}
""")
    gate = found.nodes[found.values["s"]]
    assert (gate.kind, gate.only) == ("only", "train")
    assert [found.nodes[index].path for index in gate.inputs] == ["a", "s.b"]
    softmax = found.nodes[found.values["c"]]
    assert softmax.only == "inference" and not softmax.acts("train")
    assert "s.b.weight" in found.tensors
    ran = {
        m: {found.nodes[k].path for k in found.running(m)}
        for m in ("train", "inference")
    }
    assert ran["inference"] == {"x", "a", "s", "c"}
    assert ran["train"] == {"x", "s.b", "s", "c"}


# --- size --------------------------------------------------------------------------


def test_many_copies_without_recursion() -> None:
    found = graph("""\
input: [4, 2, 2]
blocks: {B: {body: [{op: conv, channels: in_channels, kernel: 1}, bn, relu, dropout]}}
body: [{op: repeat, times: 5000, body: B}]
""")
    assert len(found.nodes) == 20_001
    assert found.param_count == 5000 * (20 + 8)
    assert found.nodes[-1].path == "4999.3"
