"""`archspec.testing`, as tests of networks use it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import archspec
from archspec.testing import assert_equivalent, assert_file
from archspec.text.problems import CompileError
from tests.commands import ROOT, process
from tests.wording import Wording

NET = """\
archspec: 1
name: Net
input: [3, 8, 8]
body:
  conv: {op: conv, channels: 6, kernel: 3, padding: 1}
  bn: bn
  relu: relu
  flatten: flatten
  fc: {op: dense, units: 4}
"""

TESTS = """\
import pytest

def test_holds(assert_equivalent):
    report = assert_equivalent("nets/net.yaml")
    assert [one.backend for one in report.backends] == ["torch"]
    assert report.level == "shape"

def test_says_otherwise(assert_equivalent):
    assert assert_equivalent("nets/net.yaml", level="forward").level == "forward"
"""


@pytest.fixture
def net(tmp_path: Path) -> Path:
    path = tmp_path / "nets" / "net.yaml"
    path.parent.mkdir()
    path.write_text(NET)
    return path


def pytest_in(folder: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest in a folder, with our plugin and no other."""
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "archspec.testing.plugin", *args],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **environment},
    )


def test_what_holds_gives_its_report(net: Path) -> None:
    report = assert_equivalent(net, ["torch", "chainer"], level="shape", batch=3)
    assert report.ok and report.batch == 3
    assert [one.backend for one in report.backends] == ["torch", "chainer"]
    again = archspec.load(net)
    assert assert_equivalent(again, ["torch"], "shape").spec == str(net)


def test_the_first_line_names_the_first_node_that_differs(
    net: Path, wording: Wording
) -> None:
    spec = archspec.load(net)
    path = net.with_name("edited.py")
    source = spec.emit("torch")
    path.write_text(source)
    assert assert_file(spec, path, "torch", "shape").ok
    path.write_text(source.replace("nn.BatchNorm2d(6)", "nn.BatchNorm2d(6, eps=1e-4)"))
    with pytest.raises(AssertionError) as raised:
        assert_file(net, path, "torch")
    first, *rest = str(raised.value).splitlines()
    wording(first, hide=r"\d[\d.e-]*")
    assert any(f"--> {path}:" in line for line in rest)
    assert any(line.endswith("DIFFERS") for line in rest)


def test_what_is_not_there_or_wrong_is_no_failed_assertion(
    net: Path, wording: Wording
) -> None:
    with wording.raises(ValueError):
        assert_equivalent(net, ["keras"])
    with wording.raises(ValueError):
        assert_equivalent(net, ["torch"], "all")  # type: ignore[arg-type]
    with wording.raises(CompileError):
        assert_equivalent("nett")


def test_no_backend_at_all_fails(
    net: Path, monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    monkeypatch.setattr("archspec.proof.specs._there", lambda *_: False)
    with pytest.raises(AssertionError) as raised:
        assert_equivalent(net)
    wording(str(raised.value).splitlines()[0])


def test_reports_show_themselves(net: Path, wording: Wording) -> None:
    report = archspec.load(net).verify(["torch"], level="shape")
    wording(repr(report))
    assert "5 nodes" in str(report)
    html = report._repr_html_()
    assert "<td>5 nodes</td>" in html and "<script" not in html


# --- the plugin --------------------------------------------------------------------


def test_the_fixture_takes_the_options_of_the_run(net: Path) -> None:
    (net.parent.parent / "test_nets.py").write_text(TESTS)
    options = "--archspec-backends=torch", "--archspec-level=shape"
    done = pytest_in(net.parent.parent, *options)
    assert "2 passed" in done.stdout, done.stdout


def test_specs_are_tests_where_the_configuration_says_so(net: Path) -> None:
    folder = net.parent.parent
    (folder / "pytest.ini").write_text(
        "[pytest]\narchspec_specs = nets/*.yaml\n"
        "archspec_backends = torch chainer\narchspec_level = shape\n"
    )
    (folder / "other.yaml").write_text("services: {}\n")
    net.with_name("wrong.yaml").write_text(NET.replace("op: dense", "op: dens"))
    done = pytest_in(folder, "-v")
    assert "nets/net.yaml::proof PASSED" in done.stdout
    assert "nets/wrong.yaml::proof FAILED" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert "'dense'" in done.stdout
    assert "Traceback" not in done.stdout and "runtest" not in done.stdout
    wrong = pytest_in(folder, "--archspec-backends=keras", "nets/net.yaml")
    assert "'keras'" in wrong.stdout


@pytest.mark.quick
def test_the_plugin_starts_without_the_compiler() -> None:
    code = (
        "import sys, pytest; old = set(sys.modules); import archspec.testing.plugin;"
        "print(*sorted(set(sys.modules) - old))"
    )
    done = process("-c", code)
    own = {"archspec", "archspec.testing", "archspec.testing.plugin"}
    assert set(done.stdout.split()) == own, done.stderr


@pytest.mark.quick
def test_the_plugin_is_installed_with_the_package() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    entry = '[project.entry-points.pytest11]\narchspec = "archspec.testing.plugin"\n'
    assert entry in pyproject
