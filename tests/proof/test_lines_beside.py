"""The lines that a finding names in modules of a package or next to a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport, Finding
from archspec.proof.reports.text import difference
from archspec.proof.source import read_source
from archspec.proof.specs import verify_file
from tests.generator.random_specs import spec_of
from tests.proof.own_packages import SPEC, write_network


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", timeout=60)) as started:
        yield started


@pytest.fixture(scope="module")
def spec() -> Spec:
    return spec_of(SPEC)


def prove(path: Path, backend: str, workers: Workers, spec: Spec) -> BackendReport:
    file = File(read_source(path), str(path), "Net", emitted=False)
    return verify_file(spec, workers, backend, file).backends[0]


def named(finding: Finding) -> list[str]:
    """Every line named in a finding, as file:line, with its text if the finding has it."""
    first = [f"{finding.file}: {finding.text}", *finding.around]
    return [*first, finding.call]


# A comment of the file beside it, what is changed on its line, and the node.
FAULTS = [
    ("bn", "1e-5", "1e-3", "a.bn"),
    ("tail", "1e-5", "1e-3", "tail.1"),
    ("unit", "relu", "tanh", "a.relu"),
    ("act", "relu", "tanh", "act"),
]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("package", [True, False], ids=["package", "beside"])
def test_without_a_fault_nothing_is_named(
    backend: str, package: bool, tmp_path: Path, workers: Workers, spec: Spec
) -> None:
    path = write_network(tmp_path / "pack", backend, package)
    report = prove(path, backend, workers, spec)
    assert report.status == "ok", report.findings
    assert not any(level.unseen for level in report.levels)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("comment", "old", "new", "node"), FAULTS, ids=[one[0] for one in FAULTS]
)
def test_the_line_beside_is_named(
    backend: str,
    comment: str,
    old: str,
    new: str,
    node: str,
    tmp_path: Path,
    workers: Workers,
    spec: Spec,
) -> None:
    package = comment in ("bn", "act")
    path = write_network(tmp_path / "pack", backend, package, (comment, old, new))
    report = prove(path, backend, workers, spec)
    assert report.status == "differs"
    (finding,) = report.findings
    assert finding.node == node
    lines = path.with_name("blocks.py").read_text().split("\n")
    number = next(n for n, line in enumerate(lines, 1) if line.endswith(comment))
    place = f"{path.with_name('blocks.py')}:{number}"
    assert finding.file == place, difference(report, finding)
    assert finding.text == lines[number - 1].strip()
    # Where the class, or the function, is called in the file itself.
    assert comment == "unit" or any(f"{path}:" in place for place in named(finding))


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_exception_beside_is_told_with_both_lines(
    backend: str, tmp_path: Path, workers: Workers, spec: Spec
) -> None:
    edit = ("unit", "F.relu(x)", "F.relu(1 / 0)")
    path = write_network(tmp_path / "pack", backend, True, edit)
    (finding,) = prove(path, backend, workers, spec).findings
    assert "ZeroDivisionError" in finding.message
    text = "x = F.relu(1 / 0)  # unit"
    number = path.with_name("blocks.py").read_text().split(text)[0].count("\n") + 1
    assert f"{path.with_name('blocks.py')}:{number}" in (finding.file, finding.call)
    assert any(
        place.startswith(f"{path}:") and "self.a(x)" in place
        for place in finding.around
    )
