"""Known differences: computed, listed, and no wider than necessary."""

from collections.abc import Iterator
from typing import Any

import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.facts.known import known_of
from archspec.proof.backend_proof import File
from archspec.proof.expectation.input_gradients import input_gradients
from archspec.proof.expectation.limits import limits_of
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify, verify_file
from archspec.record import replace
from tests.generator.random_specs import spec_of
from tests.graphs import graph
from tests.wording import Wording

HEAD = "archspec: 1\nname: Net\n"

# Each rounding of a constant below is more than the tolerance, taken often enough.
ROUNDED = {
    "torch": """\
input: [3, 4, 4]
body:
  conv: {op: conv, channels: 4, kernel: 3}
  acts: {op: repeat, times: 4, body: hard_sigmoid}
""",
    "paddle": """\
input: [3, 7, 7]
body:
  conv: {op: conv, channels: 4, kernel: 3, padding: 1}
  bn: {op: bn, eps: 0.3}
  mean: {op: repeat, times: 6, body: {op: avg_pool, kernel: 3, stride: 1, padding: 1}}
  less: {op: adaptive_avg_pool, size: [3, 5]}
  instance: {op: instance_norm, eps: 0.003}
  norm: {op: layer_norm, eps: 0.003}
  elu: {op: elu, alpha: 0.3}
  selu: selu
  hard: hard_sigmoid
  one: global_avg_pool
""",
}
# Limits of emitted code, of which each has to be needed by one of these networks.
LIMITS = [
    (backend, one.kind)
    for backend in BACKENDS
    for one in known_of(backend).limits
    if one.emitted
]


def report(text: str, backend: str) -> BackendReport:
    with Workers(Options(level="train", batch=8, timeout=60)) as workers:
        return verify(spec_of(HEAD + text), workers, [backend]).backends[0]


@pytest.mark.parametrize("backend", ROUNDED)
def test_a_rounded_constant_is_computed_and_listed(
    backend: str, monkeypatch: Any
) -> None:
    text = ROUNDED[backend]
    found = report(text, backend)
    assert found.status == "ok"
    assert max(result.worst or 0 for result in found.levels) < 1e-10
    reasons = {one.reason for one in limits_of(backend, spec_of(HEAD + text).graph)}
    told = {line.partition(": ")[0] for line in found.known}
    assert reasons and reasons <= told
    ignorant = replace(known_of(backend), limits=())
    monkeypatch.setattr(f"archspec.backends.{backend}.known.KNOWN", ignorant)
    assert report(text, backend).status == "differs"


@pytest.mark.parametrize(("backend", "kind"), LIMITS)
def test_every_limit_of_emitted_code_is_needed(
    backend: str, kind: str, monkeypatch: Any
) -> None:
    """A limit that emitted code does not have would spoil the proof of all others."""
    known = known_of(backend)
    others = tuple(one for one in known.limits if one.kind != kind)
    monkeypatch.setattr(
        f"archspec.backends.{backend}.known.KNOWN", replace(known, limits=others)
    )
    found = report(ROUNDED[backend], backend)
    worst = max(result.worst or 0 for result in found.levels)
    assert found.status == "differs" or worst > 1e-10


OTHERS = """\
input: [3, 8, 8]
body:
  elu: {op: elu, alpha: 0.2}
  conv: {op: conv, channels: 4, kernel: 3}
  leaky: {op: leaky_relu, slope: 0.1}
  conv2: {op: conv, channels: 4, kernel: 3}
  prelu: prelu
  conv3: {op: conv, channels: 4, kernel: 1}
"""
FILE = """\
from mxnet.gluon import nn


class Net(nn.HybridBlock):
    def __init__(self):
        super().__init__()
        self.elu = nn.ELU(0.2)
        self.conv = nn.Conv2D(4, 3, in_channels=3)
        self.leaky = nn.LeakyReLU(0.1)
        self.conv2 = nn.Conv2D(4, 3, in_channels=4)
        self.prelu = nn.PReLU()
        self.conv3 = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        x = self.leaky(self.conv(self.elu(x)))
        return self.conv3(self.prelu(self.conv2(x)))
"""


@pytest.fixture(scope="module")
def gluon() -> Iterator[Workers]:
    with Workers(Options(level="train", batch=8, timeout=60)) as workers:
        yield workers


def of_others(workers: Workers, source: str) -> BackendReport:
    """The report of a file written by hand, for the spec ``OTHERS``."""
    file = File(source, "net.py", "Net", emitted=False)
    return verify_file(spec_of(HEAD + OTHERS), workers, "gluon", file).backends[0]


def test_what_a_file_of_others_rounds_is_known(
    gluon: Workers, wording: Wording
) -> None:
    found = of_others(gluon, FILE)
    assert found.status == "ok", found.findings
    wording("\n".join(found.known))
    assert max(result.worst or 0 for result in found.levels) < 1e-10


def layers(backend: str, *names: str) -> str:
    """A file of a convolution and these layers, as a person writes it."""
    if backend == "gluon":
        base, conv = "HybridBlock", "nn.Conv2D(4, 1, in_channels=3)"
        calls, head = "hybrid_forward(self, F, x)", "from mxnet.gluon import nn"
    else:
        base, conv = "Layer", "nn.Conv2D(3, 4, 1)"
        calls, head = "forward(self, x)", "from paddle import nn"
    lines = [
        f"{head}\n\n\nclass Net(nn.{base}):",
        "    def __init__(self):",
        "        super().__init__()",
        f"        self.conv = {conv}",
        *(f"        self.act{n} = {name}" for n, name in enumerate(names)),
        f"    def {calls}:",
        "        x = self.conv(x)",
        *(f"        x = self.act{n}(x)" for n in range(len(names))),
        "        return x\n",
    ]
    return "\n".join(lines)


NATIVE = [
    ("gluon", "gelu", "nn.GELU()"),
    ("gluon", "elu", "nn.ELU(0.3)"),
    ("gluon", "leaky_relu", "nn.LeakyReLU(0.3)"),
    ("gluon", "prelu", "nn.PReLU()"),
    (
        "gluon",
        "hard_sigmoid",
        "nn.HybridLambda(lambda F, x: F.hard_sigmoid(x, 1 / 6, 0.5))",
    ),
    ("gluon", "layer_norm", "nn.LayerNorm(axis=1, in_channels=4)"),
    ("paddle", "selu", "nn.SELU()"),
    ("paddle", "elu", "nn.ELU(0.3)"),
    ("paddle", "hard_sigmoid", "nn.Hardsigmoid()"),
]
FIELDS = {"elu": ", alpha: 0.3", "leaky_relu": ", slope: 0.3"}


@pytest.mark.parametrize(("backend", "kind", "layer"), NATIVE)
def test_a_native_layer_that_rounds_is_known(
    backend: str, kind: str, layer: str
) -> None:
    node = f"{{op: {kind}{FIELDS.get(kind, '')}}}"
    text = f"""{HEAD}\
input: [3, 4, 4]
body:
  conv: {{op: conv, channels: 4, kernel: 1}}
  act0: {node}
  act1: {node}
"""
    file = File(layers(backend, layer, layer), "net.py", "Net", emitted=False)
    with Workers(Options(level="train", batch=8, timeout=60)) as workers:
        found = verify_file(spec_of(text), workers, backend, file).backends[0]
    assert found.status == "ok", found.findings
    if kind != "layer_norm":  # which shows at small variances only
        assert any(line.endswith(": act0 and 1 more") for line in found.known)
    assert max(result.worst or 0 for result in found.levels) < 1e-9


def test_a_limit_holds_only_where_the_file_has_it(
    gluon: Workers, wording: Wording
) -> None:
    """One activation is native and rounds, another is composed and exact."""
    exact = """class Exact(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, 0.3 * x)


"""
    source = layers("gluon", "nn.GELU()", "Exact()").replace(
        "class Net", exact + "class Net"
    )
    text = f"""{HEAD}\
input: [3, 4, 4]
body:
  conv: {{op: conv, channels: 4, kernel: 1}}
  act0: gelu
  act1: {{op: leaky_relu, slope: 0.3}}
"""
    file = File(source, "net.py", "Net", emitted=False)
    found = verify_file(spec_of(text), gluon, "gluon", file).backends[0]
    assert found.status == "ok", found.findings
    wording("\n".join(line for line in found.known if "float32" in line))


def test_initial_values_that_differ_hide_no_limit(
    gluon: Workers, wording: Wording
) -> None:
    text = f"""{HEAD}\
input: [3, 4, 4]
init: {{weight: he_normal}}
body: {{conv: {{op: conv, channels: 40, kernel: 1}}, act0: gelu}}
"""
    source = layers("gluon", "nn.GELU()").replace("Conv2D(4,", "Conv2D(40,")
    file = File(source, "net.py", "Net", emitted=False)
    found = verify_file(spec_of(text), gluon, "gluon", file).backends[0]
    assert {one.level for one in found.findings} == {"init"}
    assert [one.level for one in found.levels if not one.ok] == ["init"]
    assert found.levels[-1].level == "train"
    wording("\n".join(found.known))


def test_the_gradient_of_mxnets_selu_is_wrong(gluon: Workers) -> None:
    text = f"""{HEAD}\
input: [3, 4, 4]
body: {{conv: {{op: conv, channels: 4, kernel: 1}}, act0: selu}}
"""
    file = File(layers("gluon", "nn.SELU()"), "net.py", "Net", emitted=False)
    found = verify_file(spec_of(text), gluon, "gluon", file).backends[0]
    assert (found.status, found.findings[0].level) == ("differs", "grad")


@pytest.mark.parametrize(
    ("right", "wrong", "node"),
    [
        ("LeakyReLU(0.1)", "LeakyReLU(0.10000001)", "leaky"),
        ("self.conv2(x)", "self.conv2(x * 1.000001)", "conv2"),
        ("return self.conv3(", "return 1.0000001 * self.conv3(", "conv3"),
    ],
)
def test_behind_what_is_known_the_rest_is_proved(
    gluon: Workers, right: str, wrong: str, node: str
) -> None:
    found = of_others(gluon, FILE.replace(right, wrong))
    assert (found.status, found.findings[0].node) == ("differs", node)


@pytest.mark.parametrize(
    ("backend", "first"),
    [
        ("gluon", "{op: bn, affine: false}"),
        ("paddle", "prelu"),
        ("chainer", "{op: conv_transpose, channels: 4, kernel: 2}"),
    ],
)
def test_what_stands_before_all_that_is_trained(backend: str, first: str) -> None:
    tail = "  conv: {op: conv, channels: 2, kernel: 1}\n"
    text = f"input: [3, 4, 4]\nbody:\n  act: relu\n  first: {first}\n{tail}"
    found = report(text, backend)
    assert found.status == "ok"
    assert any(line.startswith("first: ") for line in found.known)
    later = f"input: [3, 4, 4]\nbody:\n{tail}  act: relu\n  first: {first}\n"
    assert input_gradients(backend, graph(later)) == []
