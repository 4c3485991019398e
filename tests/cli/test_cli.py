"""The command line: results, exit codes and files."""

import json
import os
import stat
from pathlib import Path

import pytest
import yaml

import archspec
from archspec import pipeline
from archspec.backends import BACKENDS
from archspec.check import check_names
from archspec.cli import main
from archspec.cli.output.written import to_yaml, written
from archspec.front.read import read_network
from archspec.text.problems import CompileError, Problem
from archspec.text.source import Source
from tests.commands import ROOT, SPEC, bad, good, process
from tests.wording import Wording

pytestmark = pytest.mark.quick

ZOO = sorted((ROOT / "specs").rglob("*.yaml"))


@pytest.fixture
def spec(tmp_path: Path) -> str:
    path = tmp_path / "tiny.yaml"
    path.write_text(SPEC)
    return str(path)


# --- emit --------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_emit_prints_the_source(spec: str, backend: str) -> None:
    assert good("emit", spec, "--backend", backend) == archspec.load(spec).emit(backend)


def test_emit_knows_the_other_names_of_frameworks(spec: str) -> None:
    for other, backend in (("pytorch", "torch"), ("mxnet", "gluon")):
        assert good("emit", spec, "-b", other) == good("emit", spec, "-b", backend)


def test_emit_takes_params_and_input(spec: str) -> None:
    out = good("emit", spec, "-b", "torch", "--set", "classes=7", "--input", "3,16,16")
    assert out == archspec.load(spec, classes=7, input=(3, 16, 16)).emit("torch")
    assert "classes=7" in out


@pytest.mark.parametrize("folder", ["out/", "out", "deep/er/"])
def test_all_backends_go_to_a_folder(spec: str, tmp_path: Path, folder: str) -> None:
    out = good(
        "emit", spec, "--backend", "all", "-o", str(tmp_path / folder) + folder[-1:]
    )
    names = [f"tiny_{backend}.py" for backend in BACKENDS]
    assert [Path(line).name for line in out.splitlines()] == names
    for line, backend in zip(out.splitlines(), BACKENDS, strict=True):
        assert Path(line).read_text() == archspec.load(spec).emit(backend)


def test_one_backend_goes_to_a_file_or_a_folder(spec: str, tmp_path: Path) -> None:
    source = good("emit", spec, "-b", "torch")
    for where, file in (
        ("net.py", "net.py"),
        ("", "tiny_torch.py"),
        ("d/", "d/tiny_torch.py"),
    ):
        out = good("emit", spec, "-b", "torch", "-o", os.path.join(tmp_path, where))
        assert (tmp_path / file).read_text() == source
        assert out == f"{tmp_path / file}\n"
    assert good("emit", spec, "-b", "torch", "-o", "-") == source


def test_all_backends_need_a_folder(
    spec: str, tmp_path: Path, wording: Wording
) -> None:
    (tmp_path / "file").write_text("kept")
    wording(bad(2, "emit", spec, "-b", "all"))
    wording(bad(2, "emit", spec, "-b", "all", "-o", str(tmp_path / "file")))
    assert (tmp_path / "file").read_text() == "kept"


def test_nothing_is_written_if_one_backend_fails(
    spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.emit

    def emit(network, graph, backend, template):
        if backend in ("paddle", "chainer"):
            raise CompileError([Problem(f"fails: {backend}")])
        return real(network, graph, backend, template)

    monkeypatch.setattr(pipeline, "emit", emit)
    text = bad(1, "emit", spec, "-b", "all", "-o", str(tmp_path / "out"))
    assert "fails: paddle" in text and "fails: chainer" in text
    assert not (tmp_path / "out").exists()


def test_files_appear_together_or_not_at_all(
    spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "tiny_torch.py").write_text("old")
    (out / "tiny_chainer.py").mkdir()  # cannot be replaced by a file
    wording(bad(1, "emit", spec, "-b", "all", "-o", f"{out}/"))
    assert (out / "tiny_torch.py").read_text() == "old"
    (out / "tiny_chainer.py").rmdir()

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device", source)

    monkeypatch.setattr(os, "replace", full)
    wording(bad(1, "emit", spec, "-b", "all", "-o", f"{out}/"))
    assert [path.name for path in out.iterdir()] == ["tiny_torch.py"]
    assert (out / "tiny_torch.py").read_text() == "old"


def test_a_file_keeps_its_mode_and_its_link(spec: str, tmp_path: Path) -> None:
    real, link = tmp_path / "real.py", tmp_path / "link.py"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    good("emit", spec, "-b", "torch", "-o", str(link))
    assert link.is_symlink() and real.read_text() == good("emit", spec, "-b", "torch")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_stays_one(spec: str) -> None:
    good("emit", spec, "-b", "torch", "-o", os.devnull)
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)


# --- show --------------------------------------------------------------------------


def test_show_counts_what_the_issue_counts() -> None:
    path = ROOT / "specs" / "tutorials" / "gluon_googlenet.yaml"
    assert "2,754,106" in good("show", str(path), "--input", "3,96,96")


def test_show_graph_has_a_row_for_every_node(spec: str) -> None:
    table, graph = good("show", spec), archspec.load(spec).graph
    for node in graph.nodes:
        assert any(line.split()[:1] == [node.path] for line in table.splitlines())
    assert "relu (reuses act)" in table
    assert f"{graph.param_count:,} parameters" in table
    assert f"{graph.macs:,} MACs" in table
    assert not any(line != line.rstrip() for line in table.splitlines())


@pytest.mark.parametrize("style", ["json", "yaml"])
def test_show_graph_as_data(spec: str, style: str) -> None:
    text = good("show", spec, "--format", style)
    data = json.loads(text) if style == "json" else yaml.safe_load(text)
    graph = archspec.load(spec).graph
    assert [node["path"] for node in data["nodes"]] == [n.path for n in graph.nodes]
    assert sum(node["parameters"] for node in data["nodes"]) == graph.param_count
    assert sum(node["macs"] for node in data["nodes"]) == data["macs"] == graph.macs
    assert data["outputs"]["output"] == {"node": "fc", "shape": [4]}
    assert data["nodes"][1]["at"] == f"{spec}:7:9"
    assert data["nodes"][1]["tensors"] == {"weight": [8, 3, 3, 3], "bias": [8]}


def test_show_says_which_params_are_fixed(spec: str) -> None:
    data = json.loads(good("show", spec, "--format", "json"))
    assert set(data["fixed"]["kind"]) == set(BACKENDS)
    assert "kind='relu'" in good("show", spec)


@pytest.mark.parametrize("style", ["table", "json", "yaml"])
def test_show_model_has_symbolic_shapes(style: str) -> None:
    out = good(
        "show",
        str(ROOT / "specs" / "resnet50.yaml"),
        "--stage",
        "model",
        "--format",
        style,
    )
    assert "Bottleneck" in out and "width * 4" in out and "in_channels" in out
    assert "(h - 1) // stride + 1" in out and "$" not in out


@pytest.mark.parametrize("path", ZOO, ids=lambda path: path.stem)
def test_show_spec_reads_back_as_the_same_network(path: Path) -> None:
    out = good("show", str(path), "--stage", "spec")
    network = read_network(Source("printed.yaml", out))
    check_names(network)
    original = pipeline.check(pipeline.front(path))
    again = pipeline.check(network)
    assert to_yaml(written(network)) == out
    assert {name: info.shape for name, info in again.tensors.items()} == {
        name: info.shape for name, info in original.tensors.items()
    }
    assert again.macs == original.macs


def test_show_spec_takes_no_values(spec: str) -> None:
    assert "--stage" in bad(2, "show", spec, "--stage", "spec", "--set", "classes=3")


# --- backends and the command itself -----------------------------------------------


def test_backends_lists_versions() -> None:
    out = good("backends")
    assert [line.split()[0] for line in out.splitlines()[1:5]] == list(BACKENDS)
    assert "1.9.1" in out and "7.8.1" in out


@pytest.mark.parametrize("args", [["--version"], ["-m", "archspec", "--version"]])
def test_version(args: list[str]) -> None:
    if args[0] == "-m":
        assert process(*args).stdout == f"archspec, version {archspec.__version__}\n"
    else:
        assert good(*args) == f"archspec, version {archspec.__version__}\n"


def test_every_command_explains_itself_with_an_example() -> None:
    for name in main.commands:
        assert f"  archspec {name}" in good(name, "--help")
        assert f"\n  {name}" in good("--help")
