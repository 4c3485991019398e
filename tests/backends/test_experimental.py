"""A backend of another package, for Keras: its operators run, and its missing parts are reported."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import archspec
from archspec.backends import (
    BACKENDS,
    ENTRY_POINTS,
    MissingPart,
    backend_of,
    installed,
    load_part,
)
from archspec.backends.contract.runtime import load_runtime
from archspec.text.problems import CompileError
from archspec.weights.names.slots import slots
from tests.commands import ROOT, bad, good, process
from tests.emitted import assert_clean
from tests.generator.random_specs import spec_of
from tests.live import as_tuple, assert_close, assert_tensors, inputs_of
from tests.wording import Wording

PACKAGES = Path(__file__).parent / "keras"
HEAD = "archspec: 1\nname: Net\ninput: [3, 9, 8]\nbody:\n"

# Blocks, loops, a shortcut, the mode in a block, in a list and in a group's class; pads that
# differ, as a child and in a list; kernels whose sides differ, groups, and both joins.
NETWORKS = {
    "residual": """\
archspec: 1
name: Residual
input: [3, 16, 12]
params: {num_classes: 5, depth: 2}
blocks:
  Basic:
    params: {width: int, stride: 1}
    body:
      sum:
        op: residual
        body:
          conv1: {op: conv, channels: width, kernel: 3, stride: stride, padding: 1, bias: false}
          bn1: bn
          relu1: relu
          conv2: {op: conv, channels: width, kernel: 3, padding: 1, bias: false}
          bn2: bn
        shortcut:
          project: {op: conv, when: stride != 1 or in_channels != width, channels: width, kernel: 1, stride: stride}
      relu2: relu
body:
  stem: {op: seq, body: [{op: conv, channels: 8, kernel: 5, padding: [[2, 1], [1, 2]]}, bn, relu]}
  pool: {op: max_pool, kernel: 2}
  stage1: {op: repeat, times: depth, body: {op: Basic, width: 8}}
  stage2: {op: repeat, times: depth, body: {op: Basic, width: 12, stride: 2 if i == 0 else 1}}
  mean: global_avg_pool
  flatten: flatten
  fc: {op: dense, units: num_classes}
""",
    "lenet": """\
archspec: 1
name: LeNet
input: [1, 20, 16]
body:
  features:
    op: seq
    body:
      - {op: conv, channels: 4, kernel: [5, 3]}
      - tanh
      - {op: avg_pool, kernel: 2}
      - {op: conv, channels: 8, kernel: 3, groups: 2}
      - relu
      - flatten
  fc1: {op: dense, units: 6}
  tanh: tanh
  fc2: {op: dense, units: 3, bias: false}
""",
    "modes": """\
archspec: 1
name: Modes
input: [4, 6, 5]
body:
  a: {op: conv, channels: 4, kernel: 3, stride: 2, padding: 1}
  norm: {op: bn, only: inference, affine: false}
  both:
    op: concat
    branches:
      - left: {op: seq, body: {b: {op: conv, channels: 2, kernel: 1}, c: bn}}
      - right: {op: seq, body: [{op: conv, channels: 3, kernel: 3, padding: 1}, {op: bn, decay: 0.5}]}
  twice: {op: mul, branches: [{one: {op: conv, channels: 5, kernel: 1}}, {other: bn}]}
""",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The folders of a package with a backend, and of the entry points of its
    installer.
    """
    site = tmp_path_factory.mktemp("site")
    about = site / "archspec_keras-0.dist-info"
    about.mkdir()
    metadata = "Metadata-Version: 2.1\nName: archspec-keras\nVersion: 0\n"
    (about / "METADATA").write_text(metadata)
    points = (
        f"[{ENTRY_POINTS}]\nkeras = archspec_keras:BACKEND\n"
        "gone = no_such_package:BACKEND\nother = archspec_keras:__name__\n"
        "empty = archspec_empty:BACKEND\n"
    )
    (site / "archspec_empty").mkdir()
    (site / "archspec_empty" / "__init__.py").write_text(
        "from archspec.backends import Backend\n"
        "BACKEND = Backend('empty', 'no_such_module', package=__name__)\n"
    )
    (about / "entry_points.txt").write_text(points)
    found = [str(site), str(PACKAGES)]
    sys.path[:0] = found
    installed.cache_clear()
    yield found
    del sys.path[: len(found)]
    installed.cache_clear()


@pytest.fixture(scope="module")
def keras(folders: list[str]) -> Any:
    """The runtime of Keras."""
    return load_runtime("keras")


def test_it_is_found_by_its_name_and_no_part_of_all(folders: list[str]) -> None:
    found = backend_of("keras")
    assert (found.module, found.state) == ("keras", "experimental")
    assert "keras" not in BACKENDS
    path = str(ROOT / "specs" / "lenet5.yaml")
    environment = {"PYTHONPATH": ":".join([*folders, str(ROOT)])}
    result = process("-m", "archspec", "emit", path, "-b", "keras", **environment)
    assert result.stdout == archspec.load(path).emit("keras")
    assert "keras" not in good("emit", path, "-b", "all", "-o", f"{folders[0]}/out/")


@pytest.mark.parametrize("name", NETWORKS)
def test_what_it_emits_is_the_reference(keras: Any, name: str) -> None:
    spec = spec_of(NETWORKS[name])
    net = spec.build("keras", dtype="float64")
    assert_tensors(spec, "keras", net)
    weights, inputs = spec.init_weights(seed=3), inputs_of(spec.graph)
    keras.assign(net, weights)
    reference = as_tuple(spec.reference(weights, *inputs))
    assert_close(keras.run(net, inputs), reference)
    torch = load_runtime("torch")
    other = spec.build("torch", weights, "float64")
    trained = keras.run(net, inputs, train=True)
    assert_close(trained, torch.run(other, inputs, train=True))


def test_what_it_emits_reads_as_written_by_hand(
    folders: list[str], tmp_path: Path
) -> None:
    texts = {name: spec_of(text).emit("keras") for name, text in NETWORKS.items()}
    assert_clean(texts, tmp_path)
    assert texts["residual"] == (PACKAGES / "residual_keras.py").read_text()


@pytest.mark.parametrize(
    "node",
    [
        "a: gelu",
        "a: {op: max_pool, kernel: 3, padding: 1}",
        "a: {op: conv, channels: 2, kernel: 1, init: {weight: he_normal}}",
        "predict: {op: conv, channels: 2, kernel: 1}",
    ],
)
def test_what_it_lacks_is_an_error_at_the_node(
    folders: list[str], node: str, wording: Wording
) -> None:
    spec = spec_of(f"{HEAD}  {node}\n")
    with pytest.raises(CompileError) as caught:
        spec.emit("keras")
    (problem,) = caught.value.problems
    assert problem.span is not None and problem.span.line == 5
    wording(problem)


def test_params_get_out_of_the_way_of_attributes(keras: Any) -> None:
    text = HEAD.replace("body:", "params: {metrics: true}\nbody:")
    spec = spec_of(
        f"{text}  a: {{op: bn, when: metrics}}\n  b: {{op: add, branches: [relu, {{op: tanh, when: metrics}}]}}\n"
    )
    net = spec.build("keras")
    assert [one.shape for one in keras.run(net, inputs_of(spec.graph))] == [
        (2, 3, 9, 8)
    ]


def test_commands_that_need_what_it_lacks_say_so(
    folders: list[str], wording: Wording
) -> None:
    spec = archspec.load(ROOT / "specs" / "lenet5.yaml")
    with wording.raises(MissingPart):
        spec.verify(["keras"])
    with wording.raises(MissingPart):
        load_part("keras", "install")
    wording(bad(1, "verify", "specs/lenet5.yaml", "-b", "keras"))
    assert "keras" not in good("verify", "--help")


@pytest.mark.parametrize("command", ["emit", "verify"])
def test_a_backend_without_anything_says_so(
    folders: list[str], command: str, wording: Wording
) -> None:
    wording(bad(1, command, "specs/lenet5.yaml", "-b", "empty"))
    for part in ("runtime", "tensor_names", "file_format"):
        with wording.raises(MissingPart):
            load_part("empty", part)


def test_backends_lists_what_it_has(folders: list[str], wording: Wording) -> None:
    below = good("backends").partition("\n\n")[2]
    for name in ("empty", "gone", "keras"):
        lines = "\n".join(line for line in below.splitlines() if name in line)
        wording(lines, hide="(?<=does not have ).*")


@pytest.mark.parametrize("name", ["gone", "other"])
def test_a_package_that_brings_none_is_told(
    folders: list[str], name: str, wording: Wording
) -> None:
    with wording.raises(ValueError):
        backend_of(name)
    wording(bad(2, "emit", "specs/lenet5.yaml", "-b", name))


def test_its_tensors_are_laid_out_as_its_files_would_have_them(keras: Any) -> None:
    spec = spec_of(NETWORKS["lenet"])
    weights = spec.init_weights(seed=1)
    net = spec.build("keras", weights)
    shapes = [tuple(one.shape) for one in net.variables]
    assert [slot.shape for slot in slots(spec.graph, "keras")] == shapes
    for slot in slots(spec.graph, "keras"):
        own = weights[slot.neutral]
        assert np.array_equal(slot.to_neutral(slot.to_native(own), own.shape), own)


def test_the_page_shows_its_files() -> None:
    page = (ROOT / "docs" / "add-a-backend.md").read_text()
    shown = re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", page, re.S)
    assert len(shown) == 5
    for path, code in shown:
        text = "".join((ROOT / path).read_text().split())
        assert "".join(code.split()) in text, path
