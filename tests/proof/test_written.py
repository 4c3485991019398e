"""Hand-written files pass: no false alarms.

tests/faults/written.yaml lists files of tests/faults/written, called <spec>_<backend>:

    file    its name
    class   of the network, or the function that makes it; the spec's name if left out
    map     rules that rename its tensors, REGEX=REPL
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from archspec import load
from archspec.backends import BACKENDS
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.specs import verify_file
from archspec.record import replace
from archspec.weights.names.rename import rule

FOLDER = Path(__file__).parent.parent / "faults"
TABLE: list[dict[str, Any]] = yaml.safe_load((FOLDER / "written.yaml").read_text())


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", timeout=120)) as started:
        yield started


@pytest.mark.parametrize("row", TABLE, ids=[row["file"] for row in TABLE])
def test_a_file_that_is_right_holds(row: dict[str, Any], workers: Workers) -> None:
    name, _, backend = row["file"].rpartition("_")
    spec = load(FOLDER / f"specs/{name}.yaml")
    path = FOLDER / f"written/{row['file']}.py"
    called = row.get("class", spec.name)
    file = File(path.read_text(), str(path), called, emitted=False, exact=True)
    rules = [rule(text) for text in row.get("map", ())]
    workers.options = replace(workers.options, rules=rules)
    (report,) = verify_file(spec, workers, backend, file).backends
    assert report.status == "ok", report.findings
    assert all(result.ok for result in report.levels)


def test_every_backend_and_spec_is_written() -> None:
    pairs = [row["file"].split("_") for row in TABLE]
    assert {backend for _, backend in pairs} == set(BACKENDS)
    assert {path.stem for path in (FOLDER / "written").glob("*.py")} == {
        row["file"] for row in TABLE
    }
