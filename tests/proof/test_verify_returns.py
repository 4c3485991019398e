"""Networks with other return values: a finding describes them, and values are proved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import archspec
from archspec.api import Spec
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from tests.proof.own_files import HEAD, NET, SPEC, Prover
from tests.wording import Wording

BEFORE = """\
import collections

import numpy as np

Pair = collections.namedtuple("Pair", "first second")


class Own:
    def __init__(self, value):
        self.value = value


"""
TWO = SPEC + "outputs: {first: relu, second: conv}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("returns")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", timeout=60)) as started:
        yield started


def proved(folder: Path, workers: Workers, text: str, given: str) -> BackendReport:
    """The report of a network that returns ``given``."""
    path = folder / "net.yaml"
    path.write_text(text)
    spec: Spec = archspec.load(path)
    prover = Prover(folder, spec, workers)
    net = NET.replace(
        "return F.relu(self.conv(x))",
        f"y = self.conv(x)\n        x = F.relu(y)\n        return {given}",
    )
    return prover.prove(prover.write("net.py", BEFORE + HEAD + net))


def returned(report: BackendReport, given: str) -> str:
    """The message of the only finding, whose line is that of ``return``."""
    assert report.status == "differs"
    (finding,) = report.findings
    assert finding.text == f"return {given}"
    return finding.message


@pytest.mark.parametrize(
    "given",
    [
        "None",
        "5",
        "'x'",
        "(x,)",
        "[x]",
        "x, None",
        "{'x': x}",
        "collections.OrderedDict(x=x)",
        "((x,), [y, y])",
        "Pair(x, y)",
        "Own(x)",
        "x.array",
        "(one for one in [x])",
        "[x] * 9",
        "()",
    ],
)
def test_one_output(
    folder: Path, workers: Workers, given: str, wording: Wording
) -> None:
    wording(returned(proved(folder, workers, SPEC, given), given))


@pytest.mark.parametrize(
    "given",
    [
        "x",
        "x, y, y",
        "x, y.array",
        "(x, (y,))",
    ],
)
def test_two_outputs(
    folder: Path, workers: Workers, given: str, wording: Wording
) -> None:
    wording(returned(proved(folder, workers, TWO, given), given))


@pytest.mark.parametrize(
    "given", ["x, y", "[x, y]", "Pair(x, y)", "{'first': x, 'second': y}"]
)
def test_several_may_stand_in_anything(
    folder: Path, workers: Workers, given: str
) -> None:
    assert proved(folder, workers, TWO, given).status == "ok"


def test_the_values_are_proved_all_the_same(folder: Path, workers: Workers) -> None:
    given = "x * 2, None"
    found = proved(folder, workers, SPEC.replace("relu: relu", "relu: tanh"), given)
    assert found.status == "differs"
    assert not any(one.text == f"return {given}" for one in found.findings)
