"""Tensors with different names in a file, found by order, shapes and values."""

from collections.abc import Iterator
from typing import Any

import pytest

from archspec.api import Spec
from archspec.graph.nodes import GraphNode
from archspec.proof.backend_proof import File
from archspec.proof.naming.order import match_by_order, rules_of
from archspec.proof.naming.reorder import TRIALS, reorder
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify_file
from archspec.record import replace
from archspec.weights.names.rename import rename, rule
from tests.generator.random_specs import spec_of
from tests.wording import Wording

LENET = """\
archspec: 1
name: LeNet
input: [1, 12, 12]
body:
  conv1: {op: conv, channels: 3, kernel: 5, padding: 2}
  tanh1: tanh
  pool1: {op: avg_pool, kernel: 2}
  conv2: {op: conv, channels: 4, kernel: 5}
  tanh2: tanh
  flat: flatten
  fc1: {op: dense, units: 16}
  tanh3: tanh
  fc2: {op: dense, units: 16}
  tanh4: tanh
  fc3: {op: dense, units: 10}
"""

# In Chainer the children of a link are sorted; here no order but that of the definition
# is that of the spec, and in PyTorch not even that.
FILES = {
    "torch": """\
import torch
from torch import nn


class Port(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.ModuleList([nn.Linear(16, 16), nn.Linear(16, 16)])
        self.last = nn.Linear(16, 10)
        self.convs = nn.Sequential(
            nn.Conv2d(1, 3, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
            nn.Conv2d(3, 4, 5), nn.Tanh(), nn.Flatten())

    def forward(self, x):
        x = torch.tanh(self.head[1](self.convs(x)))
        return self.last(torch.tanh(self.head[0](x)))
""",
    "gluon": """\
from mxnet.gluon import nn


class Port(nn.HybridBlock):
    def __init__(self):
        super().__init__()
        self.z = nn.Conv2D(3, 5, padding=2, activation="tanh")
        self.y = nn.Conv2D(4, 5, activation="tanh")
        self.pool = nn.AvgPool2D(2)
        self.body = nn.HybridSequential()
        for units in (16, 16):
            self.body.add(nn.Dense(units, activation="tanh"))
        self.body.add(nn.Dense(10))

    def hybrid_forward(self, F, x):
        return self.body(self.y(self.pool(self.z(x))))
""",
    "paddle": """\
import paddle
from paddle import nn


class Port(nn.Layer):
    def __init__(self):
        super().__init__()
        self.z = nn.Conv2D(1, 3, 5, padding=2)
        self.y = nn.Conv2D(3, 4, 5)
        self.pool = nn.AvgPool2D(2)
        self.c = nn.Linear(16, 16)
        self.b = nn.Linear(16, 16)
        self.a = nn.Linear(16, 10)

    def forward(self, x):
        x = paddle.tanh(self.y(self.pool(paddle.tanh(self.z(x)))))
        x = self.b(paddle.tanh(self.c(paddle.flatten(x, 1))))
        return self.a(paddle.tanh(x))
""",
    "chainer": """\
import chainer
import chainer.functions as F
import chainer.links as L


class Port(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.z = L.Convolution2D(None, 3, 5, pad=2)
            self.y = L.Convolution2D(None, 4, 5)
            self.c = L.Linear(16, 16)
            self.b = L.Linear(16, 16)
            self.a = L.Linear(16, 10)

    def forward(self, x):
        x = F.average_pooling_2d(F.tanh(self.z(x)), 2)
        return self.a(F.tanh(self.b(F.tanh(self.c(F.tanh(self.y(x)))))))
""",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", match="order", timeout=60)) as started:
        yield started


@pytest.fixture(scope="module")
def lenet() -> Spec:
    return spec_of(LENET)


def proof(workers: Workers, spec: Spec, backend: str, source: str) -> BackendReport:
    file = File(source, "net.py", "Net", emitted=False, exact=False)
    return verify_file(spec, workers, backend, file).backends[0]


@pytest.mark.parametrize("backend", FILES)
def test_a_port_with_names_of_its_own(
    backend: str, workers: Workers, lenet: Spec
) -> None:
    report = proof(workers, lenet, backend, FILES[backend])
    assert report.status == "ok", report.findings
    assert len(report.map) == 5
    workers.options = replace(
        workers.options, match="name", rules=[rule(text) for text in report.map]
    )
    again = proof(workers, lenet, backend, FILES[backend])
    workers.options = replace(workers.options, match="order", rules=())
    assert again.status == "ok" and again.map == ()


def test_a_fault_is_named_in_spite_of_other_names(
    workers: Workers, lenet: Spec
) -> None:
    source = FILES["torch"].replace("padding=2", "padding=2, padding_mode='circular'")
    (finding,) = proof(workers, lenet, "torch", source).findings
    assert (finding.node, finding.level) == ("conv1", "forward")
    assert finding.text.startswith("nn.Conv2d(1, 3, 5")


def test_what_has_no_counterpart_is_named(
    workers: Workers, lenet: Spec, wording: Wording
) -> None:
    source = FILES["chainer"].replace("3, 5, pad=2", "5, 5, pad=2")
    messages = [
        one.message for one in proof(workers, lenet, "chainer", source).findings
    ]
    assert "conv1.weight" in messages[0]
    wording("\n".join(sorted(messages)))  # a link of Chainer has a set of params


def tensors(**shapes: list[int]) -> dict[str, Any]:
    return {
        name.replace("__", "."): {"shape": shape, "trained": True}
        for name, shape in shapes.items()
    }


@pytest.mark.quick
def test_layers_that_fit_by_name_stay(lenet: Spec) -> None:
    given = tensors(
        a__weight=[16, 16], a__bias=[16], fc1__weight=[16, 16], fc1__bias=[16]
    )
    match = match_by_order(lenet.graph, given, {name: name for name in given})
    assert match.pairs == {"fc1": "fc1", "fc2": "a"}
    assert match.alike("fc1") == ["fc2"] and match.alike("conv1") == []
    assert match.swapped("fc1", "fc2").names()["a.bias"] == "fc1.bias"


@pytest.mark.quick
@pytest.mark.parametrize(
    "names",
    [
        {"a.weight": "b.weight", "a.bias": "b.bias", "c.weight": "c.weight"},
        {"a.weight": "b.weight", "b.weight": "a.weight"},
        {"a.weight": "b.weight", "b.weight": "c.weight", "c.weight": "a.weight"},
        {"w": "fc.weight", "fc.weight": "x.weight", "a.b.weight": "a.b.weight"},
        {"a.weight": "z.weight", "a.b.weight": "a.b.weight"},
        {"x+.weight": "y.weight"},
    ],
)
def test_rules_give_the_names(names: dict[str, str]) -> None:
    rules = [rule(text) for text in rules_of(names)]
    assert {old: rename(old, rules) for old in names} == names


@pytest.mark.quick
def test_trials_end(lenet: Spec) -> None:
    given = tensors(b__weight=[16, 16], b__bias=[16], a__weight=[16, 16], a__bias=[16])
    match = match_by_order(lenet.graph, given, {name: name for name in given})
    wrong = next(node for node in lenet.graph.nodes if node.path == "fc1")
    seen: list[str] = []

    def attempt(match: Any) -> GraphNode:
        seen.append(match.pairs["fc1"])
        return wrong

    assert reorder(match, attempt).pairs == match.pairs
    assert seen == ["b", "a", "b"] and len(seen) < TRIALS


NORM = """\
archspec: 1
name: Net
input: [3, 4, 4]
body:
  bn: bn
"""
NORMS = {
    "gluon": "self.bn = nn.BatchNorm(in_channels=3, scale=False)",
    "paddle": "self.bn = nn.BatchNorm2D(3, bias_attr=False)",
}


@pytest.mark.parametrize("backend", ["gluon", "paddle"])
def test_a_norm_that_only_scales_or_shifts(
    backend: str, workers: Workers, wording: Wording
) -> None:
    module, base = {
        "gluon": ("mxnet.gluon", "nn.HybridBlock"),
        "paddle": ("paddle", "nn.Layer"),
    }[backend]
    source = f"""\
from {module} import nn


class Net({base}):
    def __init__(self):
        super().__init__()
        {NORMS[backend]}

    def forward(self, x):
        return self.bn(x)
"""
    for text in (NORM, NORM.replace("bn: bn", "bn: {op: bn, affine: false}")):
        (finding,) = proof(workers, spec_of(text), backend, source).findings
        wording(finding.message)
        assert finding.text == NORMS[backend]
