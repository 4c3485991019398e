"""Every spec of the zoo: agreement with torchvision, sizes, and code for every
framework.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from archspec.zoo import catalog
from tests.commands import bad, good
from tests.docs.zoo_page import PAGE, page
from tests.emitted import assert_clean
from tests.networks import COUNTS, FAMILIES, ROOT, SHARED, TENSORS, ZOO
from tests.wording import Wording

LONGEST, LONGEST_VARIANT = 150, 12  # lines of a spec


@cache
def spec_of(name: str) -> Spec:
    return archspec.load(name)


@pytest.mark.quick
@pytest.mark.parametrize("name", SHARED)
def test_tensors_are_those_of_torchvision(name: str) -> None:
    graph, counts = spec_of(name).graph, COUNTS[name]
    own = {path: list(info.shape) for path, info in graph.tensors.items()}
    assert own == TENSORS[name]
    assert graph.param_count == counts["params"]
    assert graph.buffer_count == counts["buffers"]
    first = graph.nodes[graph.outputs[0].index].shape
    assert [1, *first] == counts["output"]


@pytest.mark.quick
def test_specs_are_short() -> None:
    for name in ZOO:
        text = (ROOT / f"specs/{name}.yaml").read_text()
        limit = LONGEST if name in FAMILIES else LONGEST_VARIANT
        assert len(text.splitlines()) <= limit, name


@pytest.mark.parametrize("name", ZOO)
def test_a_description_says_whose_network_it_is(name: str) -> None:
    spec = spec_of(name)
    assert re.search(r"\([A-Z].* (19|20)\d\d\)", spec.network.doc)
    counts = re.findall(r"([\d,]{5,}) parameters", " ".join(spec.network.doc.split()))
    assert counts in ([], [f"{spec.graph.param_count:,}"])
    assert counts or name in TENSORS


@pytest.mark.parametrize("name", ZOO)
def test_code_for_every_framework(name: str) -> None:
    spec = spec_of(name)
    for backend in BACKENDS:
        assert f"class {spec.name}(" in spec.emit(backend)
        assert spec.fixed_params(backend) == {}


@pytest.mark.parametrize("backend", BACKENDS)
def test_code_is_clean(backend: str, tmp_path: Any) -> None:
    assert_clean({name: spec_of(name).emit(backend) for name in ZOO}, tmp_path)


@pytest.mark.parametrize("name", ZOO)
def test_any_number_of_input_channels(name: str) -> None:
    graph = spec_of(name).graph
    channels, *sides = graph.nodes[0].shape
    other = archspec.load(name, input=(channels + 1, *sides))
    first = next(path for path in graph.tensors if path.endswith(".weight"))
    shapes = [g.tensors[first].shape for g in (graph, other.graph)]
    assert shapes[1] == (shapes[0][0], channels + 1, *shapes[0][2:])
    assert str(channels + 1) in other.emit("torch")


@pytest.mark.parametrize(
    "name", [name for name in ZOO if "num_classes" in spec_of(name).network.params]
)
def test_another_head(name: str) -> None:
    spec = spec_of(name)
    other = spec.replace_head(7)
    shapes = {path: info.shape for path, info in spec.graph.tensors.items()}
    new = {path: info.shape for path, info in other.graph.tensors.items()}
    assert new.keys() == shapes.keys()
    changed = [path for path in new if new[path] != shapes[path]]
    assert changed and all(new[path][0] == 7 for path in changed)


@pytest.mark.parametrize("backend", BACKENDS)
def test_auxiliary_heads_run_in_training(backend: str) -> None:
    spec = archspec.load("googlenet", input=(3, 64, 64), num_classes=5)
    outputs = [out.name for out in spec.graph.outputs_in("train")]
    assert outputs == ["logits", "aux_logits2", "aux_logits1"]
    runtime = load_runtime(backend)
    net, x = spec.build(backend), [np.ones((2, 3, 64, 64), np.float32)]
    assert [y.shape for y in runtime.run(net, x, train=True)] == [(2, 5)] * 3
    assert [y.shape for y in runtime.run(net, x)] == [(2, 5)]


# --- by name -----------------------------------------------------------------------


@pytest.mark.quick
def test_names_work_in_any_folder(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert archspec.load("resnet50").graph.param_count == 25557032
    assert good("emit", "resnet50", "-b", "gluon") == spec_of("resnet50").emit("gluon")
    assert good("check", "resnet50").startswith("resnet50: ok: ResNet50: (3, 224, 224)")
    assert "MACs" in good("show", "tutorials/gluon_nin")
    out = good("emit", "vgg11", "-b", "all", "-o", "out/")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"vgg11_{backend}.py" for backend in BACKENDS
    )
    assert "out/vgg11_torch.py" in out


@pytest.mark.quick
def test_what_exists_or_ends_in_yaml_is_a_path(
    tmp_path: Any, monkeypatch: Any, wording: Wording
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "resnet50").write_text("archspec: 1\nname: Own\ninput: [3]\nbody: []\n")
    assert archspec.load("resnet50").name == "Own"
    (tmp_path / "vgg11").mkdir()
    assert archspec.load("vgg11").name == "VGG11"
    (tmp_path / "mine").mkdir()
    wording(bad_check("mine"))
    wording(bad_check("resnet18.yaml"))


@pytest.mark.quick
def test_an_unknown_name_gets_a_suggestion(
    tmp_path: Path, monkeypatch: Any, wording: Wording
) -> None:
    monkeypatch.chdir(tmp_path)
    text = bad_check("resnet5O")
    wording(text)
    wording(bad_check("quite-another-thing"))
    Path("resnet5O.yaml").write_text("")
    wording(bad_check("resnet5O"))


def bad_check(spec: str) -> str:
    return bad(1, "emit", spec, "--backend", "torch")


@pytest.mark.quick
def test_names_are_unique_without_their_folder() -> None:
    names = [name.rpartition("/")[2] for name in catalog.names()]
    assert len(set(names)) == len(names)


# --- the catalogue -----------------------------------------------------------------


def test_the_list_has_every_spec() -> None:
    lines = good("zoo").splitlines()
    assert [line.split()[0] for line in lines[1:]] == catalog.names()
    assert lines[0].split() == ["name", "source", "input", "parameters", "MACs"]
    row = next(line for line in lines if line.startswith("resnet50 "))
    for part in ("(He et al., 2016)", "(3, 224, 224)", "25,557,032", "4,089,184,256"):
        assert part in row


@pytest.mark.quick
def test_patterns_choose_from_the_list(wording: Wording) -> None:
    lines = good("zoo", "resnet?8", "vgg1[13]*").splitlines()[1:]
    names = [line.split()[0] for line in lines]
    assert names == ["resnet18", "vgg11", "vgg11_bn", "vgg13", "vgg13_bn"]
    wording(bad(1, "zoo", "resnet18", "resnet5O"))


@pytest.mark.quick
def test_the_list_as_data() -> None:
    assert json.loads(good("zoo", "lenet5", "resnet50_fpn", "--format", "json")) == [
        {
            "name": "lenet5",
            "class": "LeNet5",
            "source": spec_of("lenet5").network.doc.splitlines()[0],
            "input": [1, 32, 32],
            "output": [10],
            "parameters": 61706,
            "buffers": 0,
            "macs": 416520,
        },
        {
            "name": "resnet50_fpn",
            "class": "ResNet50FPN",
            "source": spec_of("resnet50_fpn").network.doc.splitlines()[0],
            "input": [3, 224, 224],
            "output": {
                name: [256, size, size]
                for name, size in (("p2", 56), ("p3", 28), ("p4", 14), ("p5", 7))
            },
            "parameters": 26852416,
            "buffers": 53120,
            "macs": 6929104896,
        },
    ]


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run `make golden`"
