"""A network whose values are too large for float64 is reported in these words."""

import warnings
from collections.abc import Iterator

import pytest

from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify
from tests.generator.random_specs import spec_of
from tests.wording import Wording

HEAD = "archspec: 1\nname: Net\ninput: [2, 4, 4]\nbody:\n"
GROW = "  grow: {op: repeat, times: 12, body: {op: mul, branches: [[], []]}}\n"
CONV = "  conv: {op: conv, channels: 2, kernel: 1}\n"
STEEP = GROW.replace("12", "7")  # its values are finite, and its gradients too large
BORDER = """\
  border: {op: pad, padding: 1, value: -.inf}
  pool: {op: max_pool, kernel: 3, stride: 2}
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", batch=8)) as started:
        yield started


def report(body: str, workers: Workers) -> BackendReport:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return verify(spec_of(HEAD + body), workers, ["torch"]).backends[0]


@pytest.mark.parametrize("body", [GROW, CONV + GROW, GROW + CONV])
def test_values_that_overflow_are_reported(
    body: str, workers: Workers, wording: Wording
) -> None:
    found = report(body, workers)
    assert found.status == "differs"
    (finding,) = found.findings
    assert finding.level == "forward" and finding.op == "mul"
    wording(finding.message)


def test_values_that_are_no_numbers_are_reported(
    workers: Workers, wording: Wording
) -> None:
    (finding,) = report(CONV + "  log: log\n", workers).findings
    assert finding.level == "forward" and finding.op == "log"
    wording(finding.message)


def test_gradients_that_are_infinite_are_reported(
    workers: Workers, wording: Wording
) -> None:
    found = report(CONV + "  relu: relu\n  root: sqrt\n", workers)
    (finding,) = found.findings
    assert finding.level == "grad" and finding.op == "sqrt"
    wording(finding.message)


def test_training_that_diverges_is_reported(workers: Workers, wording: Wording) -> None:
    found = report(CONV + STEEP, workers)
    (finding,) = found.findings
    assert finding.level == "train"
    wording(finding.message)


def test_an_infinite_border_is_no_overflow(workers: Workers) -> None:
    assert report(CONV + BORDER, workers).status == "ok"
