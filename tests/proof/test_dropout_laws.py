"""Dropout and stochastic depth from any source: correct laws pass, wrong ones fail."""

from collections.abc import Iterator

import numpy as np
import pytest

from archspec import compile
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.front.read import read_network
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify, verify_file
from archspec.proof.worker.watching.masks import (
    KEPT,
    UNKNOWN,
    DropoutCounts,
    choices,
    merged,
)
from archspec.text.source import Source
from tests.wording import Wording

NET = """\
archspec: 1
name: Net
input: [3, 4, 4]
body:
  sum:
    op: residual
    body:
      deep: {op: conv, channels: 3, kernel: 1}
      sd: {op: stochastic_depth, drop_prob: RATE}
  relu: relu
  drop: {op: dropout, drop_prob: 0.4}
  gelu: gelu
"""

TORCH = """\
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

P = RATE


def path(x, p, training):
    if not training:
        return x
    keep = 1 - p
    BODY


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.deep = nn.Conv2d(3, 3, 1)

    def forward(self, x):
        y = self.deep(x)
        CALL
        x = F.relu(x + y)
        return F.gelu(F.dropout(x, 0.4, self.training))
"""

ROWS = "len(x), 1, 1, 1, dtype=x.dtype"
# How masks are drawn and used, the first of each as the function `path`.
RIGHT = {
    "floor": f"mask = (keep + torch.rand({ROWS})).floor_()\n    return x.div(keep) * mask",
    "compared": f"return x * (torch.rand({ROWS}) < keep) / keep",
    "bernoulli": "return x * x.new_empty(len(x), 1, 1, 1).bernoulli_(keep).div_(keep)",
    "normal": f"return x / keep * (torch.randn({ROWS}) < "
    "torch.erfinv(torch.tensor(2 * keep - 1, dtype=x.dtype)) * 2**0.5)",
    "numpy": "mask = np.random.default_rng().random(len(x)) < keep\n"
    "    return x * torch.from_numpy(mask / keep)[:, None, None, None]",
    "dropout of ones": f"return x * F.dropout(torch.ones({ROWS}), p)",
    "where": f"return torch.where(torch.rand({ROWS}) < p, 0.0, x / keep)",
}
WRONG = {
    "the whole batch": "return x * (torch.rand(1, dtype=x.dtype) < keep) / keep",
    "single values": "return x * (torch.rand_like(x) < keep) / keep",
    "channels": "return F.dropout2d(x, p)",
    "no scale": f"return x * (torch.rand({ROWS}) < keep)",
    "the rate turned": f"return x * ((torch.rand({ROWS}) < p) / p)",
    "half as often": f"return x * ((torch.rand({ROWS}) < 1 - p / 2) / (1 - p / 2))",
    "the same in every call": "torch.manual_seed(0)\n"
    f"    return x * (torch.rand({ROWS}) < keep) / keep",
    "a coin of Python's": "return x if random.random() < keep else 0 * x",
    "noise": f"return x * (1 + p * torch.randn({ROWS}))",
    "nothing": "return x",
}
CALLED = "y = path(y, P, self.training)"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", timeout=120)) as started:
        yield started


def spec(rate: float) -> Spec:
    text = NET.replace("RATE", str(rate))
    return compile(read_network(Source("net.yaml", text)))


def proof(
    workers: Workers, body: str, rate: float, call: str = CALLED
) -> BackendReport:
    source = TORCH.replace("RATE", str(rate)).replace("BODY", body)
    file = File(source.replace("CALL", call), "net.py", "Net")
    (report,) = verify_file(spec(rate), workers, "torch", file).backends
    return report


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.999])
def test_emitted_files_hold_at_every_rate(rate: float, workers: Workers) -> None:
    backends = BACKENDS if rate == 0.05 else ["chainer"]
    report = verify(spec(rate), workers, backends)
    assert report.ok, [one.findings for one in report.backends]


@pytest.mark.parametrize("body", RIGHT)
def test_a_path_of_the_files_own_holds(body: str, workers: Workers) -> None:
    report = proof(workers, RIGHT[body], 0.05)
    assert report.status == "ok", report.findings


@pytest.mark.parametrize("rate", [0.001, 0.3, 0.95])
def test_a_path_of_the_files_own_holds_at_every_rate(
    rate: float, workers: Workers
) -> None:
    report = proof(workers, RIGHT["floor"], rate)
    assert report.status == "ok", report.findings


@pytest.mark.parametrize("body", WRONG)
def test_a_wrong_path_is_told(body: str, workers: Workers, wording: Wording) -> None:
    report = proof(workers, WRONG[body], 0.05)
    assert report.status == "differs"
    assert report.findings[0].level == "train"
    wording(report.findings[0].message, hide=r"\d[\d.e-]*")


@pytest.mark.parametrize("rate", [0.001, 0.6])
def test_the_whole_batch_is_told_at_every_rate(rate: float, workers: Workers) -> None:
    report = proof(workers, WRONG["the whole batch"], rate)
    assert report.findings[0].node == "sd", report.findings


INLINE = """if self.training:
            y = y * (torch.rand(SHAPE, dtype=y.dtype) >= P) / (1 - P)"""


@pytest.mark.parametrize(
    ("shape", "rate", "status"),
    [
        ("len(y), 1, 1, 1", 0.05, "ok"),
        ("1, 1, 1, 1", 0.05, "differs"),
        ("len(y), 1, 1, 1", 0.0005, "differs"),
    ],
)
def test_a_mask_that_is_no_function(
    shape: str, rate: float, status: str, workers: Workers, wording: Wording
) -> None:
    report = proof(workers, "return x", rate, INLINE.replace("SHAPE", shape))
    assert report.status == status, report.findings
    for finding in report.findings:
        wording(finding.message, hide=r"\d[\d.e-]*")


CHANNELS = """\
archspec: 1
name: Net
input: [4, 3, 3]
body:
  conv: {op: conv, channels: 6, kernel: 1}
  drop: {op: dropout, drop_prob: 0.2, channels: true}
"""
OF_CHANNELS = """\
import torch
from torch import nn
from torch.nn import functional as F


def drop(x, training):
    if not training:
        return x
    return BODY


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 6, 1)

    def forward(self, x):
        return drop(self.conv(x), self.training)
"""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("F.dropout2d(x, 0.2)", "ok"),
        ("x * (torch.rand(len(x), x.shape[1], 1, 1, dtype=x.dtype) < 0.8) / 0.8", "ok"),
        ("F.dropout(x, 0.2)", "differs"),
        ("x * (torch.rand(len(x), 1, 1, 1, dtype=x.dtype) < 0.8) / 0.8", "differs"),
        ("x * (torch.rand(1, x.shape[1], 1, 1, dtype=x.dtype) < 0.8) / 0.8", "differs"),
    ],
)
def test_the_law_of_whole_channels(
    body: str, status: str, workers: Workers, wording: Wording
) -> None:
    file = File(OF_CHANNELS.replace("BODY", body), "net.py", "Net")
    other = compile(read_network(Source("net.yaml", CHANNELS)))
    (report,) = verify_file(other, workers, "torch", file).backends
    assert report.status == status, report.findings
    for finding in report.findings:
        assert finding.node == "drop"
        wording(finding.message, hide=r"\d[\d.e-]*")


SWAPPED = """\
archspec: 1
name: Net
input: [6]
body:
  head:
    op: seq
    body:
      - {op: dense, units: 5}
      - hard_swish
      - {op: dropout, drop_prob: 0.2}
      - {op: dense, units: 4}
"""


def test_a_dropout_on_the_wrong_side_is_told(
    workers: Workers, wording: Wording
) -> None:
    other = compile(read_network(Source("net.yaml", SWAPPED)))
    source = other.emit("torch")
    old = "nn.Hardswish(), nn.Dropout(0.2)"
    assert source.count(old) == 1, source
    source = source.replace(old, "nn.Dropout(0.2), nn.Hardswish()")
    (report,) = verify_file(
        other, workers, "torch", File(source, "net.py", "Net")
    ).backends
    (first,) = report.findings
    assert first.node == "head.1"
    wording(first.message)
    assert not first.expected and not first.found


@pytest.mark.quick
def test_choices_are_read_off_values() -> None:
    given = np.array([[1.0, 2.0], [0.0, -4.0]])
    found = choices(given * np.array([[2.0, 0.0], [2.0, 2.0]]), given)
    assert found is not None
    assert found[0].tolist() == [[KEPT, 1], [UNKNOWN, KEPT]]
    assert found[1] == [2.0, 2.0]
    assert choices(given + 1, given) is None
    assert choices(given * np.array([[2.0, 3.0], [1, 1]]), given) is None
    assert merged(*found, *found)[1] == [4.0, 4.0]


@pytest.mark.quick
def test_pairs_are_counted_along_every_axis() -> None:
    law = DropoutCounts(0.5)
    for _ in range(2):
        law.add(np.ones((4, 6, 2, 2), np.int8), [])
    plain = law.plain()
    assert plain["examples"] == [8, 8]
    assert plain["mixed examples"] == [8, 0]
    assert plain["pairs of channels"] == [96, 96]
    assert plain["pairs of whole calls"] == [4, 4]
    assert plain["factors"] is None
