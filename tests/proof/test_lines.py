"""The lines that a finding names, in hand-written files.

Every fault stands on a line that ends with ``# here``, or is caused by one; that line
has to be among those that are named.
"""

from collections.abc import Iterator

import pytest

from archspec.api import Spec
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import Finding
from archspec.proof.reports.text import difference
from archspec.proof.specs import verify_file
from tests.generator.random_specs import spec_of

SPEC = """\
archspec: 1
name: Net
input: [3, 6, 6]
blocks:
  Unit:
    params: {channels: int}
    body:
      conv: {op: conv, channels: channels, kernel: 3, padding: 1, bias: false}
      bn: bn
      relu: relu
body:
  a: {op: Unit, channels: 4}
  b: {op: Unit, channels: 4}
  stem:
    op: seq
    body:
      - {op: conv, channels: 4, kernel: 1}
      - bn
      - relu
"""
TORCH = """\
import torch
from torch import nn
from torch.nn import functional as F


def tail(c, eps=1e-5):
    return nn.Sequential(
        nn.Conv2d(c, c, 1),
        nn.BatchNorm2d(c, eps=eps),
        nn.ReLU(),
    )


class Unit(nn.Module):
    def __init__(self, i, o, eps=1e-5):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(o, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 4)
        self.stem = tail(4)

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.stem(x)
"""
CHAINER = """\
import chainer
import chainer.functions as F
import chainer.links as L


class Unit(chainer.Chain):
    def __init__(self, i, o, eps=1e-5):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(i, o, 3, pad=1, nobias=True)
            self.bn = L.BatchNormalization(o, eps=eps)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Net(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = Unit(3, 4)
            self.b = Unit(4, 4)
            self.stem = chainer.Sequential(
                L.Convolution2D(4, 4, 1),
                L.BatchNormalization(4, eps=1e-5),
                F.relu,
            )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.stem(x)
"""
PADDLE = """\
import paddle
from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    def __init__(self, i, o, eps=1e-5):
        super().__init__()
        self.conv = nn.Conv2D(i, o, 3, padding=1, bias_attr=False)
        self.bn = nn.BatchNorm2D(o, epsilon=eps)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Net(nn.Layer):
    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 4)
        layers = []
        for layer in (nn.Conv2D(4, 4, 1), nn.BatchNorm2D(4), nn.ReLU()):
            layers.append(layer)
        self.stem = nn.Sequential(*layers)

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.stem(x)
"""
FILES = {"torch": TORCH, "chainer": CHAINER, "paddle": PADDLE}

# What is changed, and what stands there instead.
CASES = [
    ("torch", "Unit(4, 4)", "Unit(4, 4, eps=1e-3)  # here"),
    ("torch", "self.stem = tail(4)", "self.stem = tail(4, eps=1e-3)  # here"),
    ("torch", "nn.BatchNorm2d(c, eps=eps),", "nn.BatchNorm2d(c, eps=1e-3),  # here"),
    (
        "torch",
        "nn.BatchNorm2d(c, eps=eps),",
        "nn.BatchNorm2d(  # here\n            c,\n            eps=1e-3,\n        ),",
    ),
    ("torch", "nn.ReLU(),", "nn.ELU(),  # here"),
    (
        "torch",
        "self.stem = tail(4)",
        "self.stem = nn.Sequential(*[\n            make(4)\n            for make in (\n"
        "                lambda c: nn.Conv2d(c, c, 1),\n"
        "                lambda c: nn.BatchNorm2d(c, 1e-3),  # here\n"
        "                lambda c: nn.ReLU(),\n            )\n        ])",
    ),
    ("torch", "x = self.a(x)", "x = self.a(x)\n        x = x.detach()  # here"),
    (
        "torch",
        "x = self.a(x)",
        "def cut(v):\n            return v.detach()  # here\n\n        x = cut(self.a(x))",
    ),
    (
        "torch",
        "x = self.b(x)",
        "with torch.no_grad():\n            x = self.b(x)  # here",
    ),
    (
        "torch",
        "return F.relu(self.bn(self.conv(x)))",
        "return F.relu(self.bn(self.conv(x).detach()))  # here",
    ),
    ("chainer", "Unit(4, 4)", "Unit(4, 4, eps=1e-3)  # here"),
    (
        "chainer",
        "L.BatchNormalization(4, eps=1e-5),",
        "L.BatchNormalization(4),  # here",
    ),
    ("chainer", "x = self.a(x)", "x = self.a(x)\n        x = x.array  # here"),
    (
        "chainer",
        "x = self.b(x)",
        "with chainer.no_backprop_mode():\n            x = self.b(x)  # here",
    ),
    ("paddle", "Unit(4, 4)", "Unit(4, 4, eps=1e-3)  # here"),
    (
        "paddle",
        "for layer in (nn.Conv2D(4, 4, 1), nn.BatchNorm2D(4), nn.ReLU()):",
        "for layer in (\n            nn.Conv2D(4, 4, 1),\n"
        "            nn.BatchNorm2D(4, epsilon=1e-3),  # here\n"
        "            nn.ReLU(),\n        ):",
    ),
    (
        "paddle",
        "x = self.a(x)",
        "x = self.a(x)\n        x = x.detach()  # here",
    ),
]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="grad", timeout=60)) as started:
        yield started


@pytest.fixture(scope="module")
def spec() -> Spec:
    return spec_of(SPEC)


def lines(finding: Finding) -> list[int]:
    """Every line of the file that a finding names."""
    places = (finding.file, finding.call, *finding.around)
    return [int(place.split(":")[1]) for place in places if place]


@pytest.mark.parametrize(
    ("backend", "old", "new"), CASES, ids=[f"{b}: {n[:40]}" for b, _, n in CASES]
)
def test_the_right_line_is_named(
    backend: str, old: str, new: str, workers: Workers, spec: Spec
) -> None:
    assert FILES[backend].count(old) == 1
    source = FILES[backend].replace(old, new)
    here = next(n for n, line in enumerate(source.splitlines(), 1) if "# here" in line)
    file = File(source, "net.py", "Net", emitted=False)
    report = verify_file(spec, workers, backend, file).backends[0]
    assert report.status == "differs"
    assert here in lines(report.findings[0]), difference(report, report.findings[0])


@pytest.mark.parametrize("backend", FILES)
def test_without_a_fault_nothing_is_named(
    backend: str, workers: Workers, spec: Spec
) -> None:
    file = File(FILES[backend], "net.py", "Net", emitted=False)
    report = verify_file(spec, workers, backend, file).backends[0]
    assert report.status == "ok", report.findings
