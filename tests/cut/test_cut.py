"""A part of a network: its outputs, its nodes, and its unchanged weights."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.text.problems import CompileError
from tests.commands import bad, good
from tests.live import assert_close, inputs_of
from tests.networks import agree, oracle
from tests.wording import Wording

# A body with all that can read across it: names, joins, reuse, `let` and inputs.
TEXT = """\
archspec: 1
name: Part
input: [4, 8, 8]
params: {classes: 5, width: 6, depth: 2}
let: {wide: width * 2}

blocks:
  Pair:
    body:
      conv: {op: conv, channels: in_channels, kernel: 1}
      relu: relu
    outputs: {flat: conv, bent: relu}
  Head:
    params: {classes: int}
    body:
      pool: global_avg_pool
      flatten: flatten
      fc: {op: dense, units: classes}

body:
  stem: {op: conv, channels: width, kernel: 3, padding: 1}
  side: {op: conv, channels: width, kernel: 1}
  trunk: {op: conv, channels: wide, kernel: 3, padding: 1, from: stem}
  act: relu
  again: {op: repeat, times: depth, body: {op: conv, channels: wide, kernel: 1}}
  bent: {op: reuse, node: act}
  join:
    op: add
    branches:
      - []
      - inner: {op: conv, channels: wide, kernel: 1}
  pair: Pair
  sum: {op: add, from: [pair.flat, pair.bent, side2]}
  head: {op: Head, classes: classes}
"""
SIDE = "  side2: {op: conv, channels: wide, kernel: 1, from: side}\n"


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    path = tmp_path_factory.mktemp("cut") / "part.yaml"
    path.write_text(TEXT.replace("  trunk:", f"{SIDE}  trunk:"))
    return archspec.load(path)


CASES: list[tuple[list[str], set[str], set[str]]] = [
    (["stem"], {"stem"}, {"width"}),
    (["side"], {"stem", "side"}, {"width"}),
    (["act"], {"stem", "trunk"}, {"width"}),
    (["bent"], {"stem", "trunk", "again"}, {"width", "depth"}),
    (["inner"], {"stem", "trunk", "again", "inner"}, {"width", "depth"}),
    (["pair.bent"], {"stem", "trunk", "again", "inner", "pair"}, {"width", "depth"}),
    (
        ["sum", "trunk"],
        {"stem", "side", "side2", "trunk", "again", "inner", "pair"},
        {"width", "depth"},
    ),
    (
        ["head"],
        {"stem", "side", "side2", "trunk", "again", "inner", "pair", "head"},
        {"classes", "width", "depth"},
    ),
]


@pytest.mark.quick
@pytest.mark.parametrize(("outputs", "nodes", "params"), CASES)
def test_only_what_is_needed_stays(
    part: Spec, outputs: Sequence[str], nodes: set[str], params: set[str]
) -> None:
    cut = part.cut(outputs)
    assert {path.split(".")[0] for path in cut.graph.tensors} == nodes
    assert set(cut.network.params) == params
    assert cut.graph.tensors.items() <= part.graph.tensors.items()


@pytest.mark.parametrize(
    "outputs", [case[0] for case in CASES], ids=lambda names: "-".join(names)
)
def test_the_part_computes_what_the_whole_does(
    part: Spec, outputs: Sequence[str]
) -> None:
    weights, inputs = part.init_weights(), inputs_of(part.graph)
    values = part.reference(weights, *inputs, trace=True)
    cut = part.cut(outputs)
    own = {path: weights[path] for path in cut.graph.tensors}
    found = cut.reference(own, *inputs)
    found = found if isinstance(found, tuple) else (found,)
    for name, value in zip(outputs, found, strict=True):
        assert np.array_equal(values[name], value)


@pytest.mark.parametrize("backend", BACKENDS)
def test_features_live(part: Spec, backend: str) -> None:
    given = oracle(part.cut(["trunk", "sum"]))
    agree(given, given.compare(backend))


def test_weights_of_the_whole_serve_the_part() -> None:
    whole = archspec.load("resnet18", input=(3, 64, 64))
    cut = whole.cut(["layer2", "layer4"])
    assert cut.graph.output_shape == ((128, 8, 8), (512, 2, 2))
    weights, inputs = whole.init_weights(), inputs_of(whole.graph)
    assert weights.keys() - cut.graph.tensors.keys() == {"fc.weight", "fc.bias"}
    net = cut.build("torch", weights=weights, dtype="float64")
    full = whole.build("torch", weights=weights, dtype="float64")
    net.load_state_dict(full.state_dict(), strict=False)
    values = whole.reference(weights, *inputs, trace=True)
    wanted = [values["layer2.1.relu2"], values["layer4.1.relu2"]]
    import torch

    with torch.no_grad():
        found = [value.numpy() for value in net(torch.from_numpy(inputs[0]))]
    assert_close(found, wanted)
    assert_close(cut.reference(weights, *inputs), wanted)


@pytest.mark.quick
@pytest.mark.parametrize("suffix", ["pt", "params", "pdparams", "npz", "safetensors"])
def test_a_file_of_the_whole_serves_the_part(
    suffix: str, tmp_path: Path, part: Spec, wording: Wording
) -> None:
    weights, path = part.init_weights(), tmp_path / f"whole.{suffix}"
    part.save_weights(path, weights)
    cut = part.cut(["side"]).cut(["stem"])
    found = cut.load_weights(path)
    assert found.keys() == cut.graph.tensors.keys() < weights.keys()
    assert all(np.array_equal(found[name], weights[name]) for name in found)
    with wording.raises(ValueError):
        cut.build("torch", weights={**weights, "other": weights["stem.bias"]})


@pytest.mark.quick
def test_a_part_misses_what_it_needs(tmp_path: Path, wording: Wording) -> None:
    path = tmp_path / "other.npz"
    deep = archspec.load("resnet18", layers=[1, 1, 1, 1])
    deep.save_weights(path, deep.init_weights(dtype="float32"))
    cut = archspec.load("resnet18").cut(["layer1"])
    with wording.raises(ValueError):
        cut.load_weights(path)
    small = archspec.load("resnet18", layers=[1, 1, 1, 1]).cut(["layer1"])
    assert small.load_weights(path).keys() == small.graph.tensors.keys()


@pytest.mark.quick
def test_the_command_line_converts_a_part(tmp_path: Path) -> None:
    whole = archspec.load("resnet18")
    source, target = tmp_path / "whole.pt", tmp_path / "part.params"
    whole.save_weights(source, whole.init_weights(dtype="float32"))
    files = (str(source), str(target), "--spec", "resnet18")
    good("weights", "convert", *files, "--outputs", "layer2")
    cut = whole.cut(["layer2"])
    assert cut.load_weights(target).keys() == cut.graph.tensors.keys()


@pytest.mark.quick
def test_outputs_of_the_network_may_be_named() -> None:
    spec = archspec.load("googlenet")
    assert spec.cut(["logits"]).graph.param_count == 6_624_904
    both = spec.cut(["logits", "aux_logits1"])
    assert [out.only for out in both.graph.outputs] == [None, "train"]
    assert [out.only for out in spec.cut(["fc", "aux1"]).graph.outputs] == [None, None]


@pytest.mark.quick
def test_params_and_input_are_kept() -> None:
    spec = archspec.load("resnet50", input=(1, 64, 32), layers=[1, 1, 1, 1])
    cut = spec.cut(["layer4"])
    assert cut.params == {"layers": [1, 1, 1, 1]}
    assert cut.graph.output_shape == (2048, 2, 1)
    assert cut.cut(["layer1"]).graph.output_shape == (256, 16, 8)


@pytest.mark.quick
def test_the_command_line_cuts() -> None:
    spec = archspec.load("resnet50").cut(["layer2", "layer4"])
    args = ("resnet50", "--outputs", "layer2, layer4")
    assert good("emit", *args, "-b", "paddle") == spec.emit("paddle")
    assert "(512, 28, 28), (2048, 7, 7), 23,508,032 parameters" in good("check", *args)
    assert "layer4: (2048, 7, 7)" in good("show", *args)
    assert "fc:" not in good("show", *args, "--stage", "spec")


@pytest.mark.quick
def test_a_part_can_be_written_down_and_read_back(tmp_path: Path) -> None:
    for name, outputs in (("resnet50", "layer3"), ("googlenet", "fc,aux2")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(good("show", name, "--stage", "spec", "--outputs", outputs))
        again = archspec.load(path).graph
        wanted = archspec.load(name).cut(outputs.split(",")).graph
        assert list(again.tensors) == list(wanted.tensors)


@pytest.mark.quick
@pytest.mark.parametrize("outputs", [["layer9"], ["layer1", "layer1"], []], ids=str)
def test_wrong_outputs(outputs: list[str], wording: Wording) -> None:
    spec = archspec.load("resnet18")
    with wording.raises(CompileError):
        spec.cut(outputs)


@pytest.mark.quick
def test_wrong_outputs_on_the_command_line(wording: Wording) -> None:
    wording(bad(1, "emit", "unet", "-b", "torch", "--outputs", "enc9"))
    wording(bad(2, "show", "unet", "--outputs", "enc1,,enc2"))
    wording(bad(1, "show", "googlenet", "--outputs", "aux_logits1"))


@pytest.mark.quick
def test_calls_of_several_outputs_are_read_by_output(
    part: Spec, wording: Wording
) -> None:
    for name in ("pair", "pair.both", "stem.x"):
        with wording.raises(CompileError):
            part.cut([name])


@pytest.mark.quick
def test_a_head_needs_a_param(wording: Wording) -> None:
    assert archspec.load("unet").replace_head(3).graph.output_shape == (3, 256, 256)
    with wording.raises(CompileError):
        archspec.load("resnet50_fpn").replace_head(10)
