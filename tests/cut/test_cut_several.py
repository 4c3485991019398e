"""Several outputs inside one seq or repeat: values, names, and emitted code."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.expr import Value
from archspec.pipeline import front
from archspec.text.problems import CompileError
from tests.commands import good
from tests.cut.test_cut_inner import SETTINGS, TEXT, inner
from tests.live import inputs_of
from tests.wording import Wording

# Containers and classes in each other, a `bn` whose value what follows could overwrite,
# copies with names, and copies that differ.
DEEP = """\
archspec: 1
name: Net
input: [3, 6, 6]
params: {norm: true, depth: 2, width: 4}
blocks:
  Unit: {body: {c: {op: conv, channels: 4, kernel: 1}, r: relu}}
body:
  features:
    op: seq
    body:
      - {op: conv, channels: width, kernel: 3, padding: 1}
      - {op: bn, when: norm}
      - relu
      - {op: seq, body: {a: {op: conv, channels: 5, kernel: 1}, b: bn, c: relu}}
      - op: repeat
        times: depth
        body: [{op: conv, channels: 4 + i, kernel: 1}, {op: bn, when: i > 0}, relu]
      - {op: seq, body: [{op: conv, channels: 5, kernel: 1}, bn, relu, Unit]}
      - {op: repeat, times: depth, body: [{op: conv, channels: 4, kernel: 1}, relu]}
  group:
    op: seq
    body:
      a: {op: conv, channels: 4, kernel: 1}
      b: {op: conv, channels: 4, kernel: 1}
      c: {op: add, from: [a, b]}
      d: {op: repeat, times: depth, body: {op: conv, channels: 3 + i, kernel: 1}}
  named:
    op: repeat
    times: 2
    names: "unit{i + 1}"
    body: {k: {op: conv, channels: 3 + i, kernel: 1}, t: tanh}
  last: {op: conv, channels: 2, kernel: 1}
"""
OUTPUTS = [
    *("features.1", "features.3.a", "features.3.b", "features.5", "features.8"),
    *("features.9.1", "features.11", "group.a", "group.d.0", "group"),
    *("named.unit1", "named.unit2.k", "last"),
]


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    path = tmp_path_factory.mktemp("several") / "net.yaml"
    path.write_text(DEEP)
    return archspec.load(path)


def check(whole: Spec, outputs: Sequence[str], cut: Spec) -> None:
    """Each output has its name, its tensors and its value; no node is missing."""
    weights, inputs = whole.init_weights(), inputs_of(whole.graph)
    values = whole.reference(weights, *inputs, trace=True)
    found = cut.reference(weights, *inputs)
    assert isinstance(found, tuple)
    assert cut.graph.tensors.items() <= whole.graph.tensors.items()
    for name, out, value in zip(outputs, cut.graph.outputs, found, strict=True):
        path = whole.graph.nodes[whole.graph.values[name]].path
        assert (out.name, cut.graph.nodes[out.index].path) == (
            name.replace(".", "_"),
            path,
        )
        assert np.array_equal(value, values[path]), (name, outputs)


def test_proved_in_all_backends(deep: Spec) -> None:
    cut = deep.cut(OUTPUTS)
    check(deep, OUTPUTS, cut)
    report = cut.verify(level="grad")
    assert report.ok
    assert [one.backend for one in report.backends] == list(BACKENDS)


@pytest.mark.parametrize("params", SETTINGS[:2], ids=str)
def test_pairs(params: dict[str, Value], tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text(TEXT)
    whole = Spec(front(path), params, None)
    closed = (".conv", ".relu", ".k")
    names = [name for name in inner(whole) if not name.endswith(closed)]
    for pair in [*combinations([*names, "rows", "last"], 2)][::97]:
        cut = whole.cut(pair)
        check(whole, pair, cut)
        used = cut.graph.running("inference")
        assert len(used) == len(cut.graph.nodes), pair  # nothing is there for nothing
        cut.emit("chainer")


@pytest.mark.quick
def test_slices_of_a_list() -> None:
    """Extractors of features for a perceptual loss are written in this way."""
    cut = archspec.load("vgg16").cut(["features.3", "features.8", "features.15"])
    source = cut.emit("torch")
    assert "features_3 = self.features[:4](x)\n" in source
    assert "features_8 = self.features[4:9](features_3)\n" in source
    assert "return (features_3, features_8, self.features[9:](features_8))" in source
    assert "for layer in self.features[4:9]:" in cut.emit("chainer")
    assert not cut.params and "Conv2d(128, 256, 3, padding=1)" in source


@pytest.mark.quick
def test_a_class_returns_its_parts() -> None:
    spec = archspec.load("densenet121", input=(3, 32, 32))
    cut = spec.cut(["features.denseblock1", "features.denseblock2"])
    for backend in BACKENDS:
        source = cut.emit(backend)
        assert "features_denseblock1, x = self.features(x)" in source


def test_weights_of_the_whole_load() -> None:
    whole = archspec.load("resnet18", input=(3, 32, 32), layers=[2, 1, 2, 1])
    cut = whole.cut(["layer1.0", "layer1.1", "layer3.0", "layer4"])
    net = cut.build("torch", dtype="float64")
    state = whole.build("torch", dtype="float64").state_dict()
    loaded = net.load_state_dict(state, strict=False)
    assert not loaded.missing_keys
    assert loaded.unexpected_keys == ["fc.weight", "fc.bias"]
    assert "self.layer3[1](layer3_0)" in cut.emit("torch")


@pytest.mark.quick
def test_a_part_can_be_written_down_and_read_back(deep: Spec, tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(DEEP)
    text = good("show", str(path), "--stage", "spec", "--outputs", ",".join(OUTPUTS))
    path.write_text(text)
    cut = deep.cut(OUTPUTS)
    assert archspec.load(path).emit("torch") == cut.emit("torch")
    assert "features_3_a: features.3.a" in text


@pytest.mark.quick
def test_a_value_that_is_an_output_is_not_overwritten() -> None:
    spec = archspec.load("vgg16", batch_norm=True)
    for first, count in (("features.2", 2), ("features.1", 1)):
        source = spec.cut([first, "features.5"]).emit("torch")
        assert source.count("nn.ReLU(inplace=True)") == count


@pytest.mark.quick
@pytest.mark.parametrize(
    "outputs",
    [["named.unit1.k.z", "last"], ["group.a", "features.9.3.c"]],
    ids=str,
)
def test_refused(deep: Spec, outputs: list[str], wording: Wording) -> None:
    with wording.raises(CompileError):
        deep.cut(outputs)


@pytest.mark.quick
def test_named_copies_in_a_list_are_no_items(tmp_path: Path, wording: Wording) -> None:
    """PyTorch's containers number them too, the language does not."""
    path = tmp_path / "net.yaml"
    copies = '{op: repeat, times: 2, names: "c{i}", body: {op: conv, channels: 3, kernel: 1}}'
    head = "archspec: 1\nname: Net\ninput: [3, 4, 4]\nbody:\n"
    path.write_text(f"{head}  all: {{op: seq, body: [relu, {copies}, relu]}}\n")
    spec = archspec.load(path)
    assert spec.cut(["all.c0"]).graph.output_shape == (3, 4, 4)
    for outputs in (["all.0", "all.c0"], ["all.0", "all"]):
        with wording.raises(CompileError):
            spec.cut(outputs)
