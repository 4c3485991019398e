"""The proof of the proof: every file with a fault fails, at the right place.

tests/faults has a table of faults for each backend, and the specs whose files they are
made in. A fault is a change of the text that is emitted:

    fault   what is wrong
    spec    of tests/faults/specs
    old     text that occurs once in the file
    new     what stands in its place
    and     more changes, each with old and new
    before  classes and functions that are put before those of the file
    level   at which it shows
    node    that is named first, or a list of those that may be
    timeout seconds that the proof may take, 60 if left out
    line    false if none of the lines that are named is one that was changed

harmless.yaml has changes after which the file is still right, with its backend each.
"""

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from archspec import load
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify, verify_file
from archspec.record import replace

FOLDER = Path(__file__).parent.parent / "faults"
SPECS = sorted(path.stem for path in (FOLDER / "specs").glob("*.yaml"))


def table(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text())


HARMLESS = table("harmless")
FAULTS = [(backend, fault) for backend in BACKENDS for fault in table(backend)]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", timeout=60)) as started:
        yield started


@cache
def spec_of(name: str) -> Spec:
    return load(FOLDER / f"specs/{name}.yaml")


@cache
def source_of(name: str, backend: str) -> str:
    return spec_of(name).emit(backend)


def edited(backend: str, fault: dict[str, Any]) -> str:
    source = source_of(fault["spec"], backend)
    for change in (fault, *fault.get("and", ())):
        assert source.count(change["old"]) == 1, change["old"]
        source = source.replace(change["old"], change["new"])
    head, code = source.split("\n\n\n", 1)
    return "\n\n\n".join(
        [head, *([fault["before"]] if "before" in fault else []), code]
    )


def changed(before: str, after: str) -> set[int]:
    """The lines that are new in ``after``, or that follow a line lost from ``before``."""
    lines = before.splitlines(), after.splitlines()
    steps = difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
    return {
        line + 1
        for tag, _, _, begin, end in steps
        if tag != "equal"
        for line in range(begin, max(end, begin + 1))
    }


def proof(workers: Workers, backend: str, spec: Spec, file: File) -> BackendReport:
    (report,) = verify_file(spec, workers, backend, file).backends
    return report


@pytest.mark.parametrize("name", SPECS)
def test_files_without_a_fault_hold(name: str, workers: Workers) -> None:
    workers.options = replace(workers.options, level="train")
    report = verify(spec_of(name), workers, BACKENDS)
    assert report.ok, [one.findings for one in report.backends]


@pytest.mark.parametrize(
    ("backend", "fault"), FAULTS, ids=[f"{b}: {f['fault']}" for b, f in FAULTS]
)
def test_a_fault_is_found_and_placed(
    backend: str, fault: dict[str, Any], workers: Workers
) -> None:
    spec, source = spec_of(fault["spec"]), edited(backend, fault)
    # No further than the fault is, which saves time.
    limits = {"level": fault["level"], "timeout": fault.get("timeout", 60)}
    workers.options = replace(workers.options, **limits)
    report = proof(workers, backend, spec, File(source, "net.py", spec.name))
    assert report.status != "ok"
    first = report.findings[0]
    wanted = fault["node"]
    assert first.node in (wanted if isinstance(wanted, list) else [wanted]), first
    assert first.level == fault["level"], first
    assert not report.levels[-1].ok and report.levels[-1].level == first.level
    if first.node:
        path, line, column = first.spec.rsplit(":", 2)
        assert Path(path).stem == fault["spec"]
        key = Path(path).read_text().splitlines()[int(line) - 1][int(column) - 1 :]
        assert first.node.split(".")[-1] in key or first.node[-1].isdigit()
    lines = {int(place.split(":")[1]) for place in (first.file, first.call) if place}
    if fault.get("line", True):
        assert lines & changed(source_of(fault["spec"], backend), source), first


@pytest.mark.parametrize(
    "change", HARMLESS, ids=[f"{c['backend']}: {c['fault']}" for c in HARMLESS]
)
def test_a_harmless_change_holds(change: dict[str, Any], workers: Workers) -> None:
    workers.options = replace(workers.options, level="train")
    backend, spec = change["backend"], spec_of(change["spec"])
    source = edited(backend, change)
    report = proof(workers, backend, spec, File(source, "net.py", spec.name))
    assert report.status == "ok", report.findings


def test_there_are_many_faults() -> None:
    assert len(FAULTS) >= 370
    assert len({(backend, fault["fault"]) for backend, fault in FAULTS}) == len(FAULTS)
    for backend in BACKENDS:
        levels = {fault["level"] for fault in table(backend)}
        assert levels == {"shape", "init", "forward", "grad", "train"}


def test_there_are_many_harmless_changes() -> None:
    assert len(HARMLESS) >= 100
    names = {(change["backend"], change["fault"]) for change in HARMLESS}
    assert len(names) == len(HARMLESS)
