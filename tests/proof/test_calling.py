"""Networks that take more than their inputs, or return other things than their outputs."""

from collections.abc import Iterator
from typing import Any

import pytest

from archspec.api import Spec
from archspec.proof.backend_proof import File
from archspec.proof.calling import read_call
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify_file
from archspec.record import replace
from tests.commands import bad
from tests.generator.random_specs import spec_of
from tests.wording import Wording

SPEC = """\
archspec: 1
name: Net
input: [3, 4, 4]
body:
  conv: {op: conv, channels: 4, kernel: 3}
  act: relu
  flat: flatten
  fc: {op: dense, units: 5}
"""

TORCH = """\
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.fc = nn.Linear(16, 5)

    def logits(self, x):
        return self.fc(F.relu(self.conv(x)).flatten(1))

    def forward(self, x, target, *, scale=1.0):
        y = self.logits(x)
        self.kept = y.detach()
        return F.cross_entropy(y, target) * scale
"""
GLUON = """\
from mxnet import gluon
from mxnet.gluon import nn


class Net(nn.HybridBlock):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, in_channels=3)
        self.fc = nn.Dense(5, in_units=16)
        self.loss = gluon.loss.SoftmaxCrossEntropyLoss()

    def hybrid_forward(self, F, x, target, weight=None):
        y = self.fc(F.relu(self.conv(x)))
        return self.loss(y, target)
"""
PADDLE = """\
from paddle import nn
from paddle.nn import functional as F


class Net(nn.Layer):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(3, 4, 3)
        self.fc = nn.Linear(16, 5)

    def forward(self, x, target, mask):
        y = self.fc(F.relu(self.conv(x)).flatten(1)) * mask
        return {"loss": F.cross_entropy(y, target), "target": target}
"""
CHAINER = """\
import chainer
import chainer.functions as F
import chainer.links as L


class Net(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 4, 3)
            self.fc = L.Linear(16, 5)

    def __call__(self, x, t):
        self.y = self.fc(F.relu(self.conv(x)))
        loss = F.softmax_cross_entropy(self.y, t)
        chainer.report({"loss": loss}, self)
        return loss
"""
FILES = {
    "torch": (TORCH, "x, target=zeros, scale=0.5"),
    "gluon": (GLUON, "x, target=zeros(dtype=float)"),
    "paddle": (PADDLE, "x, zeros, mask=ones(5)"),
    "chainer": (CHAINER, "x, t=zeros"),
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="train", timeout=60)) as started:
        yield started


@pytest.fixture(scope="module")
def spec() -> Spec:
    return spec_of(SPEC)


def proof(
    workers: Workers, spec: Spec, backend: str, source: str, call: str | None = None
) -> BackendReport:
    called = None if call is None else read_call(call, list(spec.graph.inputs))
    file = File(source, "net.py", "Net", emitted=False, exact=False, call=called)
    return verify_file(spec, workers, backend, file).backends[0]


@pytest.mark.parametrize("backend", FILES)
def test_a_network_that_returns_its_loss(
    backend: str, workers: Workers, spec: Spec, wording: Wording
) -> None:
    source, call = FILES[backend]
    report = proof(workers, spec, backend, source)
    assert report.status == "differs"
    (finding,) = report.findings
    wording(finding.message)
    assert finding.text.startswith("def ")
    report = proof(workers, spec, backend, source, call)
    assert report.status == "ok", report.findings
    assert report.levels[-1].level == "train"
    (note,) = report.notes
    wording(note)


@pytest.mark.parametrize(
    ("old", "new", "node"),
    [
        ("F.relu(", "F.elu(", "act"),
        ("self.fc(", "2 * self.fc(", ""),
        (
            "return self.fc(F.relu(self.conv(x)).flatten(1))",
            "return F.linear(F.relu(self.conv(x)).flatten(1), self.fc.weight[:, :])",
            "fc",
        ),
    ],
)
def test_a_fault_before_the_loss_is_found(
    old: str, new: str, node: str, workers: Workers, spec: Spec, wording: Wording
) -> None:
    source = TORCH.replace(old, new)
    report = proof(workers, spec, "torch", source, "x, zeros")
    if not node:  # the outputs are among the values, whatever becomes of them
        assert report.status == "ok" and report.notes
        return
    assert report.findings[0].node == node
    wording(report.findings[0].message)
    assert report.findings[0].level == "forward"


@pytest.mark.parametrize(
    "call",
    [
        "x",
        "x, zeros, zeros",
        "encode(x)",
    ],
)
def test_a_call_that_does_not_fit(
    call: str, workers: Workers, spec: Spec, wording: Wording
) -> None:
    report = proof(workers, spec, "torch", TORCH, call)
    wording(report.findings[0].message)


def test_another_method_is_called(workers: Workers, spec: Spec) -> None:
    report = proof(workers, spec, "torch", TORCH, "logits(x)")
    assert report.status == "ok" and report.notes == ()


def test_tensors_and_outputs_are_ignored(spec: Spec) -> None:
    source = TORCH.replace("(self, x, target, *, scale=1.0)", "(self, x)").replace(
        "        self.fc =", "        self.aux = nn.BatchNorm2d(4)\n        self.fc ="
    )
    start = source.index("        self.kept")
    source = (
        source[:start] + '        return {"main": y, "aux": self.aux(x[:, :, :1])}\n'
    )
    source = source.replace("x[:, :, :1]", "self.conv(x)")
    for returned in ('{"main": y, "aux": self.aux(self.conv(x))}', "y, None"):
        text = source[: source.rindex("return")] + f"return {returned}\n"
        with Workers(
            Options(level="train", ignore=("^aux", r"^output\.(aux|1)$"))
        ) as own:
            report = proof(own, spec, "torch", text)
        assert report.status == "ok", report.findings
        name = "output.aux" if "main" in returned else "output.1"
        assert set(report.ignored) == {
            *(f"aux.{leaf}" for leaf in ("weight", "bias")),
            *("aux.running_mean", "aux.running_var", name),
        }


def test_what_the_spec_has_cannot_be_ignored(workers: Workers, spec: Spec) -> None:
    workers.options = replace(workers.options, ignore=(".",))
    source = TORCH[: TORCH.index("    def forward")].replace("logits", "forward")
    report = proof(workers, spec, "torch", source)
    workers.options = replace(workers.options, ignore=())
    assert report.status == "ok" and report.ignored == ()


@pytest.mark.quick
def test_a_call_is_read() -> None:
    call = read_call("b, [1, -2.5, None], t=zeros(2, 3), m='a', n=ones(like=a)", "ab")
    assert call.plain() == {
        "method": "",
        "args": [{"input": 1}, {"value": [1, -2.5, None]}],
        "kwargs": {
            "t": {"fill": "zeros", "sizes": [2, 3], "like": None, "dtype": None},
            "m": {"value": "a"},
            "n": {"fill": "ones", "sizes": [], "like": 0, "dtype": None},
        },
    }
    assert read_call("encode(a)", "ab").method == "encode"
    assert read_call("zeros(3)", "ab").plain()["args"][0]["sizes"] == [3]
    assert read_call("", "ab").args == ()


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "c",
        "a, t=print('x')",
        "a.b",
        "__import__('os').system('ls')",
        "a) + (b",
        "a, (",
        "a for a in b",
        "*a",
        "**a",
        "zeros(-1)",
        "zeros(True)",
        "zeros(10000, 10000)",
        "zeros(3, like=a)",
        "arange",
        "zeros(dtype=str)",
        "b'bytes'",
        "1 + 1",
        pytest.param("a" * 501, id="long"),
        pytest.param("(" * 400, id="deep"),
    ],
)
def test_what_is_no_call(text: str, wording: Wording) -> None:
    with wording.raises(ValueError):
        read_call(text, "ab")


@pytest.mark.quick
def test_a_number_with_many_signs_is_read() -> None:
    read_call("-" * 400 + "1", "ab")


@pytest.mark.parametrize(
    "options",
    [
        ("--call", "y"),
        ("--ignore", "("),
    ],
)
def test_wrong_usage(tmp_path: Any, options: tuple[str, ...], wording: Wording) -> None:
    spec, file = tmp_path / "net.yaml", tmp_path / "net.py"
    spec.write_text(SPEC)
    file.write_text(TORCH)
    wording(bad(2, "verify", str(spec), "--file", str(file), "-b", "torch", *options))
    wording(bad(2, "verify", str(spec), *options[:1], "x"))
