"""Level init: laws of initial values, in wrong and in correct files."""

from collections.abc import Iterator
from functools import cache
from math import log, sqrt
from typing import Any

import numpy as np
import pytest

from archspec import compile
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.front.read import read_network
from archspec.proof.backend_proof import File
from archspec.proof.judgement.initial import TESTS, InitialLaw, judge_law
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify, verify_file
from archspec.proof.worker.network.fresh import MOST, Fresh
from archspec.text.source import Source
from tests.wording import Wording

NET = """\
archspec: 1
name: Ini
input: [4, 6, 6]
init: {weight: he_normal, bias: zeros}
body:
  conv1: {op: conv, channels: 16, kernel: 3}
  conv2: {op: conv, channels: 8, kernel: 3, padding: 1, groups: 2,
          init: {weight: he_uniform, bias: {normal: 0.1}}}
  up: {op: conv_transpose, channels: 6, kernel: 3, stride: 2, init: {weight: lecun_normal}}
  bn: bn
  act: prelu
  same1: {op: conv, channels: 6, kernel: 3, padding: 1, init: {weight: xavier_uniform}}
  same2: {op: conv, channels: 6, kernel: 3, padding: 1, init: {weight: xavier_uniform}}
  flatten: flatten
  fc: {op: dense, units: 5, init: {weight: {uniform: [-0.05, 0.1]}, bias: {constant: 0.25}}}
"""

# What stands in the emitted file, what is put there, and the tensor that is named.
TORCH = {
    "uniform for normal": ("kaiming_normal_", "kaiming_uniform_", "conv1.weight"),
    "normal for uniform": ("kaiming_uniform_", "kaiming_normal_", "conv2.weight"),
    "fan_out for fan_in": (
        "nn.init.kaiming_normal_",
        'partial(nn.init.kaiming_normal_, mode="fan_out")',
        "conv1.weight",
    ),
    "the groups forgotten": (
        "nn.init.kaiming_uniform_",
        "partial(nn.init.uniform_, a=-math.sqrt(6 / 144), b=math.sqrt(6 / 144))",
        "conv2.weight",
    ),
    "the other side of a transposed convolution": (
        "partial(nn.init.normal_, std=math.sqrt(1 / 72))",
        'partial(nn.init.kaiming_normal_, nonlinearity="linear")',
        "up.weight",
    ),
    "the gain missing": (
        "nn.init.kaiming_normal_",
        'partial(nn.init.kaiming_normal_, nonlinearity="linear")',
        "conv1.weight",
    ),
    "a deviation for a bound": (
        "nn.init.kaiming_uniform_",
        "partial(nn.init.uniform_, a=-math.sqrt(2 / 72), b=math.sqrt(2 / 72))",
        "conv2.weight",
    ),
    "truncated": (
        "nn.init.kaiming_normal_",
        "partial(nn.init.trunc_normal_, std=0.268, a=-0.536, b=0.536)",
        "conv1.weight",
    ),
    "one value for each filter, repeated": (
        "nn.init.kaiming_normal_",
        "lambda w: w.data.copy_(w.data.normal_(std=math.sqrt(2 / 36))[:1].clone())",
        "conv1.weight",
    ),
    "nothing": (
        "weight=nn.init.kaiming_normal_",
        "weight=nn.init.zeros_",
        "conv1.weight",
    ),
    "a bias as the framework has it": (
        "weight=nn.init.kaiming_normal_, bias=nn.init.zeros_",
        "weight=nn.init.kaiming_normal_",
        "conv1.bias",
    ),
    "another deviation of a bias": ("std=0.1", "std=0.15", "conv2.bias"),
    "another constant": ("val=0.25", "val=0.2", "fc.bias"),
    "bounds turned": ("a=-0.05, b=0.1", "a=-0.1, b=0.05", "fc.weight"),
    "a scale of its own": (
        "self.act =",
        "nn.init.zeros_(self.bn.weight)\n        self.act =",
        "bn.weight",
    ),
    "running statistics": (
        "self.act =",
        "self.bn.running_var.fill_(2)\n        self.act =",
        "bn.running_var",
    ),
    "a slope": ("nn.PReLU()", "nn.PReLU(init=0.1)", "act.weight"),
    "the second of two equal layers": (
        "self.fc =",
        "nn.init.xavier_normal_(self.same2.weight)\n        self.fc =",
        "same2.weight",
    ),
    "a copy": (
        "self.fc =",
        "self.same2.load_state_dict(self.same1.state_dict())\n        self.fc =",
        "same2.weight",
    ),
}
OTHERS = {
    ("chainer", "uniform for normal"): ("HeNormal", "HeUniform", "conv1.weight"),
    ("chainer", "fan_out"): (
        "HeNormal()",
        'HeNormal(fan_option="fan_out")',
        "conv1.weight",
    ),
    ("chainer", "the gain missing"): ("HeUniform", "LeCunUniform", "conv2.weight"),
    ("chainer", "another fan"): ("1 / 72", "1 / 54", "up.weight"),
    ("chainer", "a constant"): ("initial_bias=0.25", "initial_bias=0.2", "fc.bias"),
    ("gluon", "fan_out"): ('MSRAPrelu("in"', 'MSRAPrelu("out"', "conv1.weight"),
    ("gluon", "the gain missing"): ("magnitude=6", "magnitude=3", "conv2.weight"),
    ("paddle", "uniform for normal"): (
        "KaimingNormal()",
        "KaimingUniform()",
        "conv1.weight",
    ),
    ("paddle", "another fan"): ("fan_in=72", "fan_in=54", "up.weight"),
}
RIGHT = {
    "by a formula": (
        "nn.init.kaiming_normal_",
        "partial(nn.init.normal_, std=math.sqrt(2 / 36))",
    ),
    "by numpy": (
        "nn.init.kaiming_normal_",
        "lambda w: w.data.copy_(w.new_tensor("
        "__import__('numpy').random.normal(0, math.sqrt(2 / 36), w.shape)))",
    ),
    "a constructor that seeds": (
        "super().__init__()\n        self.conv1",
        "super().__init__()\n        nn.init.torch.manual_seed(1)\n        self.conv1",
    ),
    "constants by hand": (
        "self.fc =",
        "self.same1.bias.data.zero_()\n        self.fc =",
    ),
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="init", timeout=120)) as started:
        yield started


@cache
def spec() -> Spec:
    return compile(read_network(Source("ini.yaml", NET)))


def proof(workers: Workers, backend: str, old: str, new: str) -> BackendReport:
    source = spec().emit(backend)
    assert source.count(old) == 1, source
    file = File(source.replace(old, new), "net.py", "Ini")
    (report,) = verify_file(spec(), workers, backend, file).backends
    return report


def named(report: BackendReport) -> set[str]:
    assert report.status == "differs"
    assert {finding.level for finding in report.findings} == {"init"}
    return {finding.message.split()[0] for finding in report.findings}


def test_emitted_files_start_as_the_spec_says(workers: Workers) -> None:
    report = verify(spec(), workers, BACKENDS)
    assert report.ok, [one.findings for one in report.backends]
    assert {one.levels[-1].compared for one in report.backends} == {17}
    assert {one.levels[-1].few for one in report.backends} == {()}


@pytest.mark.parametrize("fault", TORCH)
def test_another_law_is_found(fault: str, workers: Workers) -> None:
    old, new, tensor = TORCH[fault]
    assert named(proof(workers, "torch", old, new)) == {tensor}


@pytest.mark.parametrize(("backend", "fault"), OTHERS)
def test_another_law_is_found_elsewhere(
    backend: str, fault: str, workers: Workers
) -> None:
    old, new, tensor = OTHERS[backend, fault]
    assert named(proof(workers, backend, old, new)) == {tensor}


@pytest.mark.parametrize("change", RIGHT)
def test_the_same_law_in_other_words_holds(change: str, workers: Workers) -> None:
    report = proof(workers, "torch", *RIGHT[change])
    assert report.status == "ok", report.findings


def test_a_finding_says_what_was_expected_and_what_was_found(
    workers: Workers, wording: Wording
) -> None:
    old, new, _ = TORCH["the gain missing"]
    (first,) = proof(workers, "torch", old, new).findings
    assert (first.node, first.op) == ("conv1", "conv")
    wording(first.message, hide=r"\d[\d.e-]*")
    assert first.text.startswith("nn.Conv2d(4, 16, 3)")
    assert first.expected["std"] == pytest.approx(sqrt(2 / 36))
    assert first.found["std"] == pytest.approx(sqrt(1 / 36), rel=0.02)


def test_initial_values_do_not_stand_in_the_way(workers: Workers) -> None:
    """The next levels are proved as well, although the network differs."""
    source = spec().emit("torch").replace("kaiming_normal_", "kaiming_uniform_")
    file = File(source.replace("nn.PReLU()", "nn.PReLU(init=0.3)"), "net.py", "Ini")
    with Workers(Options(level="forward")) as others:
        (report,) = verify_file(spec(), others, "torch", file).backends
    assert [level.ok for level in report.levels] == [True, False, True]
    assert report.status == "differs"
    assert len(report.findings) == 2


DRAWS: dict[str, Any] = {
    "normal": lambda rng, n: rng.normal(size=n),
    "uniform": lambda rng, n: rng.uniform(-sqrt(3), sqrt(3), n),
}
WRONG: dict[str, Any] = {
    **DRAWS,
    "truncated": lambda rng, n: np.clip(rng.normal(size=n), -2, 2) / 0.96,
    "two points": lambda rng, n: rng.choice([-1.0, 1.0], n) + rng.normal(0, 1e-4, n),
    "laplace": lambda rng, n: rng.laplace(0, 1 / sqrt(2), n),
}


def drawn(law: str, values: np.ndarray) -> Any:
    fresh = Fresh({"w": InitialLaw(law, law, 0.0, 1.0).plain()})
    fresh.add({"w": values})
    return fresh.statistics()["w"]


@pytest.mark.quick
@pytest.mark.parametrize("law", DRAWS)
@pytest.mark.parametrize("count", [2, 20, 1000])
def test_chance_is_bounded(law: str, count: int) -> None:
    """With a limit that one correct law in 20 might exceed, hardly any does."""
    rng = np.random.default_rng(count)
    limit = log(2 * TESTS / 0.05)
    many = [drawn(law, DRAWS[law](rng, count)) for _ in range(400)]
    alarms = sum(
        bool(judge_law(InitialLaw(law, law, 0.0, 1.0), one, limit)) for one in many
    )
    assert alarms <= 20


@pytest.mark.quick
@pytest.mark.parametrize("law", DRAWS)
@pytest.mark.parametrize("found", WRONG)
def test_laws_of_equal_deviation_are_told_apart(law: str, found: str) -> None:
    values = WRONG[found](np.random.default_rng(3), 2500)
    fault = judge_law(InitialLaw(law, law, 0.0, 1.0), drawn(law, values), limit=26)
    assert bool(fault) == (law != found), fault


@pytest.mark.quick
def test_of_large_tensors_a_part_is_looked_at() -> None:
    values = np.random.default_rng(4).normal(size=3 * MOST)
    values[7] = np.nan
    one = drawn("normal", values)
    assert one["count"] == MOST
    assert np.isnan(one["least"])


@pytest.mark.quick
def test_values_that_are_no_numbers_are_refused() -> None:
    values = np.full(100, np.nan)
    assert judge_law(
        InitialLaw("normal", "normal", 0.0, 1.0), drawn("normal", values), 26
    )
    fresh = Fresh({"w": InitialLaw("zeros", "constant", 0.0).plain()})
    fresh.add({"w": values})
    assert judge_law(InitialLaw("zeros", "constant", 0.0), fresh.statistics()["w"], 26)
