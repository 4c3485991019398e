"""Outputs inside a seq or a repeat: each has its value in the full network."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import archspec
from archspec.api import Spec
from archspec.expr import Value
from archspec.pipeline import front
from archspec.text.problems import CompileError
from tests.commands import good
from tests.live import assert_close, inputs_of
from tests.wording import Wording

# Levels in levels: named and numbered, `when`, rows, names of copies, an inner index
# that hides an outer one, joins and calls.
TEXT = """\
archspec: 1
name: Deep
input: [3, 4, 4]
params: {deep: true, widths: [4, 5, 6], depth: 3}
let: {wide: depth * 2}
blocks:
  Unit:
    params: {width: int}
    body: {conv: {op: conv, channels: width, kernel: 1}, relu: relu}
body:
  stem: {op: conv, channels: 4, kernel: 1}
  group:
    op: seq
    from: stem
    body:
      a: {op: conv, channels: wide, kernel: 1}
      b: {op: conv, channels: 3, kernel: 1}
      c:
        op: seq
        from: a
        body:
          - {op: conv, channels: 4, kernel: 1, when: not deep}
          - op: repeat
            when: deep
            times: depth
            body:
              - {op: conv, channels: wide + i, kernel: 1, when: i > 0}
              - {op: Unit, width: 3 + i}
              - {op: seq, body: {u: relu, v: {op: conv, channels: 4, kernel: 1}}}
          - relu
      d: {op: concat, from: [b, c]}
  rows:
    op: repeat
    over: widths
    as: w
    body:
      - {op: conv, channels: w, kernel: 1}
      - op: repeat
        over: [[1, 2], [3, 1]]
        as: [p, q]
        body:
          x1: {op: conv, channels: w + p, kernel: 1}
          y1:
            op: repeat
            times: q
            names: "n{i}_{q}"
            body: {op: conv, channels: p + i, kernel: 1}
  named:
    op: repeat
    times: 3
    names: "blk{i + 1}"
    body:
      m: {op: conv, channels: 3 + i, kernel: 1}
      r: {op: residual, body: {k: {op: conv, channels: 3 + i, kernel: 1}}}
  both: {op: repeat, times: 2, body: {op: conv, channels: 3 + i, kernel: 1}, from: group}
  last: {op: concat, from: [named, both]}
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("inner") / "deep.yaml"
    found.write_text(TEXT)
    return found


def inner(whole: Spec) -> list[str]:
    return [path for path in whole.graph.values if "." in path]


def check(whole: Spec, outputs: Sequence[str]) -> None:
    """Each output, cut alone, has its name, its tensors and its value."""
    weights, inputs = whole.init_weights(), inputs_of(whole.graph)
    values = whole.reference(weights, *inputs, trace=True)
    for output in outputs:
        cut = whole.cut([output])
        (out,) = cut.graph.outputs
        node = whole.graph.nodes[whole.graph.values[output]]
        assert out.name == output.replace(".", "_")
        assert cut.graph.nodes[out.index].path == node.path
        assert cut.graph.tensors.items() <= whole.graph.tensors.items()
        found = cut.reference(weights, *inputs)
        assert isinstance(found, np.ndarray)
        assert np.array_equal(found, values[node.path]), output


SETTINGS: list[dict[str, Value]] = [
    {},
    {"deep": False},
    {"depth": 2, "widths": [3, 7]},
    {"depth": 1, "widths": [2]},
]


@pytest.mark.parametrize("params", SETTINGS, ids=str)
def test_every_inner_node(path: Path, params: dict[str, Value]) -> None:
    whole = Spec(front(path), params, None)
    wanted: list[str] = []
    for output in inner(whole):
        try:
            whole.cut([output])
            wanted.append(output)
        except CompileError as error:
            nearest = str(error).rsplit("'", 2)[1]
            assert output.startswith(f"{nearest}.")
            whole.cut([nearest])
    closed = {path for path in inner(whole) if path.endswith((".conv", ".relu", ".k"))}
    assert set(inner(whole)) - set(wanted) == closed
    check(whole, wanted)


def test_live(path: Path) -> None:
    import torch

    whole = archspec.load(path)
    weights, inputs = whole.init_weights(), inputs_of(whole.graph)
    outputs = ["group.c.4", "rows.1.2.y1.n0_1", "rows.1.1", "named.blk2.m", "both.0"]
    for cut in (whole.cut([output]) for output in outputs):
        net = cut.build("torch", weights=weights, dtype="float64")
        with torch.no_grad():
            found = net(torch.from_numpy(inputs[0])).numpy()
        expected = cut.reference(weights, *inputs)
        assert isinstance(expected, np.ndarray)
        assert_close([found], [expected])
        assert cut.network.tree is None
    assert whole.network.tree is not None


@pytest.mark.parametrize("batch_norm", [False, True])
def test_items_of_vgg(batch_norm: bool) -> None:
    spec = archspec.load(
        "vgg16", batch_norm=batch_norm, convs=[1, 2, 3, 1, 1], input=(3, 32, 32)
    )
    whole = spec.cut(["features"])
    items = [path for path in inner(whole) if path.startswith("features.")]
    check(whole, items[:10] + items[-2:])
    assert spec.cut(["features.3"]).params["batch_norm"] is batch_norm


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("mobilenet_v2", ["features.0", "features.1", "features.5", "features.17"]),
        ("resnet18", ["layer1.0", "layer3.0", "layer4.1"]),
    ],
)
def test_networks(name: str, outputs: list[str]) -> None:
    check(archspec.load(name, input=(3, 32, 32), num_classes=2), outputs)


@pytest.mark.quick
def test_weights_of_the_whole_load_into_the_emitted_file() -> None:
    whole = archspec.load("resnet18", input=(3, 32, 32), layers=[1, 1, 2, 1])
    weights = whole.init_weights()
    cut = whole.cut(["layer1", "layer3.0"])
    assert [out.name for out in cut.graph.outputs] == ["layer1", "layer3_0"]
    net = cut.build("torch", dtype="float64")
    state = whole.build("torch", weights=weights, dtype="float64").state_dict()
    assert not net.load_state_dict(state, strict=False).missing_keys


@pytest.mark.quick
def test_the_command_line_ends_a_seq(tmp_path: Path) -> None:
    args = ("vgg16", "--outputs", "features.12")
    wanted = archspec.load("vgg16").cut(["features.12"])
    assert good("emit", *args, "-b", "torch") == wanted.emit("torch")
    assert "range(1)" not in wanted.emit("torch")
    path = tmp_path / "part.yaml"
    path.write_text(good("show", *args, "--stage", "spec"))
    assert archspec.load(path).graph.tensors == wanted.graph.tensors


@pytest.mark.quick
@pytest.mark.parametrize(
    "outputs",
    [
        ["group.c.0.conv"],
        ["group.z"],
        ["both.2"],
        ["stem.0"],
        ["both.0", "both.0"],
        ["nine.0"],
    ],
    ids=str,
)
def test_refused(path: Path, outputs: list[str], wording: Wording) -> None:
    with wording.raises(CompileError):
        archspec.load(path).cut(outputs)
