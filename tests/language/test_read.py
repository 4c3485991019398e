"""Reading: files and Python give the same networks; `extends`; limits of the format."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from archspec.expr import Const, parse
from archspec.front.read import beside, load_network, read_network
from archspec.spec import Block, Network, Output, Param, Repeat, node, output
from archspec.spec.reserved import reserved, reserved_class
from archspec.text.problems import CompileError
from archspec.text.source import Source
from archspec.text.tree import locate
from archspec.zoo import catalog
from tests.wording import Wording

pytestmark = pytest.mark.quick

SPECS = sorted(catalog.folder().rglob("*.yaml"))


def read(text: str) -> Network:
    return read_network(Source("net.yaml", text))


def messages(text: str) -> list[str]:
    with pytest.raises(CompileError) as caught:
        read(text)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_shipped_specs_are_well_formed(path: Path) -> None:
    network = load_network(path)
    assert network.tree is not None
    assert network.doc


TEXT = """
name: Net
input: [3, 8, 8]
params: {width: 8, layers: [int], act: relu}
blocks:
  Unit:
    params: {channels: int}
    body:
      sum:
        op: residual
        body: {conv: {op: conv, channels: channels, kernel: 1, init: {weight: he_normal}}}
        shortcut: identity
      merge: {op: add, from: [sum, input]}
body:
  units:
    op: repeat
    over: [[8, 1], [16, 2]]
    as: [channels, n]
    names: "unit{i + 1}"
    body: {op: Unit, channels: channels * n, when: n > 1}
  head:
    op: seq
    only: train
    body: [relu, {op: pad, padding: [[0, 1], [0, 1]]}]
outputs: {main: head, aux: {from: units, only: train}}
"""


def test_python_and_yaml_give_the_same_network() -> None:
    unit = Block(
        params={"channels": "int"},
        body={
            "sum": node(
                "residual",
                body={
                    "conv": node(
                        "conv",
                        channels="channels",
                        kernel=1,
                        init={"weight": "he_normal"},
                    )
                },
                shortcut="identity",
            ),
            "merge": node("add", from_=["sum", "input"]),
        },
    )
    units = node(
        "repeat",
        over=[[8, 1], [16, 2]],
        as_=["channels", "n"],
        names="unit{i + 1}",
        body=node("Unit", channels="channels * n", when="n > 1"),
    )
    pad = node("pad", padding=[[0, 1], [0, 1]])
    written = Network(
        name="Net",
        input=[3, 8, 8],
        params={"width": 8, "layers": ["int"], "act": "relu"},
        blocks={"Unit": unit},
        body={
            "units": units,
            "head": node("seq", only="train", body=["relu", pad]),
        },
        outputs={"main": "head", "aux": output("units", only="train")},
    )
    loaded = read(TEXT)
    assert loaded.body == written.body
    assert loaded.blocks == written.blocks
    assert loaded.params == written.params
    assert loaded.outputs == written.outputs
    assert loaded.input == written.input


def test_values_become_expressions_and_params() -> None:
    network = read(TEXT)
    units = network.body["units"]  # type: ignore[call-overload]
    assert isinstance(units, Repeat)
    assert units.row_names == ["channels", "n"]
    assert units.body.when == parse("n > 1")  # type: ignore[union-attr]
    assert network.input == {"x": (Const(3), Const(8), Const(8))}
    assert network.params["layers"] == Param(type="[int]", required=True)
    assert network.params["act"] == Param(type="str", default="relu")
    assert network.outputs["aux"] == Output(**{"from": "units", "only": "train"})


def test_positions_are_those_of_the_text() -> None:
    network = read(TEXT)
    assert network.tree is not None
    span = locate(network.tree, ("body", "units", "body", "channels"))
    assert span.text == "channels * n"


def test_python_is_told_the_same_as_yaml(wording: Wording) -> None:
    with pytest.raises(ValidationError) as caught:
        node("conv", chanels=8, kernel="3 *")
    # 'chanels' is the missing 'channels'.
    wording("\n".join(error["msg"] for error in caught.value.errors()))


def test_a_nested_error_keeps_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Network(
            name="Net",
            input=[3, 8, 8],
            body={"a": {"op": "seq", "body": {"b": {"op": "relu", "knd": 1}}}},
        )
    (error,) = caught.value.errors()
    assert error["loc"] == ("body", "a", "body", "b")


def test_all_problems_are_reported_together() -> None:
    found = messages(
        "name: 1st\ninput: [3]\nblocks:\n  low: {body: [reluu]}\n"
        "body:\n  train: relu\n  b: {op: conv, kernel: 0}\n"
    )
    assert len(found) == 6


def test_yaml_scalars_follow_the_core_schema() -> None:
    network = read("name: N\ninput: [3]\nbody: [{op: bn, eps: 1e-3, affine: false}]")
    (bn,) = network.body
    assert bn.fields == {"eps": Const(0.001), "affine": Const(False)}  # type: ignore[union-attr]


def test_keys_have_no_second_spelling(wording: Wording) -> None:
    text = "name: N\ninput: [3]\nbody: {a: relu, b: {op: relu, from_: a}}"
    wording("\n".join(messages(text)))


def test_deep_nesting_is_refused_or_read(wording: Wording) -> None:
    for depth in (20, 45, 200):
        body = "{op: seq, body: [" * depth + "relu" + "]}" * depth
        text = f"name: N\ninput: [3]\nbody: [{body}]"
        if depth < 50:
            assert read(text).name == "N"
        else:
            wording("\n".join(messages(text)))


# --- extends -----------------------------------------------------------------------

BASE = """
name: Base
input: [3, 8, 8]
params: {width: 8, rate: 0.5, sizes: [1.5, 2.5]}
init: {weight: he_normal}
body: [{op: conv, channels: width, kernel: 1}]
"""


def extend(tmp_path: Path, child: str, base: str = BASE) -> Network:
    (tmp_path / "base.yaml").write_text(base)
    path = tmp_path / "child.yaml"
    path.write_text(f"extends: base.yaml\n{child}")
    return load_network(path)


def test_extends_overrides_and_keeps(tmp_path: Path) -> None:
    network = extend(
        tmp_path,
        "name: Child\ndoc: Wider.\ninput: [1, 4, 4]\nparams: {width: 16}\n"
        "init: {weight: zeros}\noutputs: {}\n",
    )
    assert (network.name, network.doc) == ("Child", "Wider.")
    assert network.params["width"].default == 16
    assert network.params["rate"].default == 0.5
    assert list(network.params) == ["width", "rate", "sizes"]
    assert network.init["weight"].kind == "zeros"
    assert network.input["x"][0] == Const(1)


def test_extends_takes_whole_numbers_for_floats(tmp_path: Path) -> None:
    network = extend(tmp_path, "params: {rate: 1, sizes: [1, 2]}")
    assert network.params["rate"] == Param(type="float", default=1.0)
    assert network.params["sizes"] == Param(type="[float]", default=[1.0, 2.0])


def test_positions_point_into_the_right_file(tmp_path: Path) -> None:
    network = extend(tmp_path, "params: {width: 16}")
    assert network.tree is not None
    width = locate(network.tree, ("params", "width"))
    rate = locate(network.tree, ("params", "rate"))
    assert Path(width.source.path).name == "child.yaml"
    assert Path(rate.source.path).name == "base.yaml"


def test_extends_falls_back_to_the_zoo(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: resnet50.yaml\nname: Mine\nparams: {num_classes: 10}\n")
    assert load_network(path).params["num_classes"].default == 10


def test_extends_never_follows_a_link_out_of_its_folder(
    tmp_path: Path, wording: Wording
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "base.yaml").write_text(BASE)
    (inner / "base.yaml").symlink_to(tmp_path / "base.yaml")
    (inner / "child.yaml").write_text("extends: base.yaml\n")
    with wording.raises(CompileError):
        load_network(inner / "child.yaml")
    with wording.raises(ValueError):
        beside(Source(str(inner / "child.yaml"), ""), str(tmp_path / "base.yaml"))


def test_a_text_cannot_extend(wording: Wording) -> None:
    wording("\n".join(messages("extends: resnet50.yaml")))


# --- names -------------------------------------------------------------------------


KNOWN_NAMES = """
conv1 bn1 relu norm fc classifier features avgpool dropout downsample layer1 denselayer1
stem trunk_output proj se f a b c squeeze expand1x1 branch3x3dbl_1 AuxLogits Mixed_5b
Conv2d_1a_3x3 inception3a block add concat sum activation flatten softmax maxpool
block1-0 _sigm5 skip bias weight register
"""


def test_names_of_known_networks_are_legal() -> None:
    for name in KNOWN_NAMES.split():
        assert reserved(name) is None


@pytest.mark.parametrize("name", ["links", "xp", "training", "to", "_modules", "__a"])
def test_attributes_of_the_base_classes_are_reserved(name: str) -> None:
    assert reserved(name)


@pytest.mark.parametrize("name", ["F", "Stack", "Apply", "None", "ValueError"])
def test_classes_of_the_emitted_code_are_reserved(name: str) -> None:
    assert reserved_class(name)
    assert messages(f"name: {name}\ninput: [3]\nbody: []")


def test_ordinary_class_names_are_legal() -> None:
    for name in ("Bottleneck", "Conv", "ResNet50", "BasicConv2d", "SEBlock"):
        assert reserved_class(name) is None
