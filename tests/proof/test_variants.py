"""A second size, other arguments, float32, and the forms in which a framework runs."""

from collections.abc import Iterator
from typing import Any

import pytest

from archspec.api import Spec
from archspec.proof.backend_proof import File
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.reports.text import report_text
from archspec.proof.specs import verify, verify_file
from archspec.proof.variants.arguments import Choices, OtherValue
from archspec.proof.variants.sizes import second_size, shapes_of
from archspec.proof.variants.windows import hidden, met
from tests.generator.random_specs import spec_of
from tests.wording import Wording

HEAD = "archspec: 1\nname: Net\n"
NET = f"""{HEAD}\
input: [3, 4, 4]
params: {{widths: [4, 6], deep: 2, wide: true, act: relu, drop: 0.25, unused: 3}}
body:
  stem: {{op: conv, channels: "widths[0]", kernel: 3, stride: 4, padding: 1}}
  deep:
    op: repeat
    times: deep
    body: {{op: conv, channels: "widths[0]", kernel: 3, padding: 1}}
  gate: {{op: tanh, when: "act == 'tanh'"}}
  more: {{op: conv, channels: "widths[1]", kernel: 1, when: wide}}
  pool: global_avg_pool
  flatten: flatten
  drop: {{op: dropout, drop_prob: drop}}
  fc: {{op: dense, units: "2 if unused > 0 else 2"}}
"""


def second(text: str) -> Any:
    spec = spec_of(HEAD + text)
    return second_size(spec.network, spec.params, spec.graph)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("input: [3, 8, 8]\nbody: [{op: conv, channels: 4, kernel: 3}]", (3, 9, 9)),
        ("input: [3, 6, 9]\nbody: [{op: conv, channels: 4, kernel: 3}]", (3, 7, 11)),
        # Until a window of the last convolution meets pixels with all its taps.
        (
            "input: [3, 8, 8]\nbody: [{op: max_pool, kernel: 8},"
            "{op: conv, channels: 4, kernel: 3, padding: 1}]",
            (3, 17, 17),
        ),
        # Halves that are joined again want a multiple of 4.
        (
            "input: [3, 8, 8]\nbody:\n- {op: residual, body: {op: seq, body: ["
            "{op: max_pool, kernel: 4}, {op: upsample, scale: 4}]}}",
            (3, 12, 12),
        ),
    ],
)
def test_a_second_size_is_larger(text: str, shapes: tuple[int, ...]) -> None:
    found = second(text).graph
    assert list(shapes_of(found).values()) == [shapes]
    assert not hidden(found)


@pytest.mark.quick
@pytest.mark.parametrize(
    "text",
    [
        "input: [3]\nbody: [{op: dense, units: 4}]",
        "input: [3, 8, 8]\nbody: {flatten: flatten, fc: {op: dense, units: 4}}",
    ],
)
def test_a_size_that_is_fixed_has_a_reason(text: str, wording: Wording) -> None:
    found = second(text)
    assert found.graph is None
    wording(found.why)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("node", "side", "is_hidden"),
    [
        ("op: conv, channels: 2, kernel: 3, padding: 1", 1, True),
        ("op: conv, channels: 2, kernel: 3, padding: 1", 2, False),
        ("op: conv, channels: 2, kernel: 3, padding: 4, dilation: 4", 4, True),
        ("op: conv, channels: 2, kernel: 3, padding: 4, dilation: 4", 5, False),
        ("op: conv, channels: 2, kernel: 3, padding: 2, stride: 2", 1, True),
        ("op: conv_transpose, channels: 2, kernel: 3, padding: 1", 1, True),
        ("op: conv_transpose, channels: 2, kernel: 3", 1, False),
        ("op: max_pool, kernel: 3, stride: 1, padding: 1", 1, True),
        ("op: avg_pool, kernel: 2, rounding: ceil", 1, True),
        ("op: global_avg_pool", 1, False),
    ],
)
def test_windows_that_meet_padding_alone(node: str, side: int, is_hidden: bool) -> None:
    text = f"{HEAD}input: [2, {side}, {side}]\nbody: {{n: {{{node}}}}}\n"
    graph = spec_of(text).graph
    assert [node.path for node in hidden(graph)] == ["n"] * is_hidden
    if is_hidden:
        assert met(graph, graph.nodes[-1]).endswith(" pixels")


def chosen(text: str, taken: set[str] | None = None) -> dict[str, list[OtherValue]]:
    spec = spec_of(text)
    names = set(spec.graph.params) if taken is None else taken
    choices = Choices(spec.network, spec.params, None, spec.graph, names)
    found: dict[str, list[OtherValue]] = {}
    for choice in choices.all():
        found.setdefault(choice.name, []).append(choice)
    return found


@pytest.mark.quick
def test_values_are_chosen_so_that_something_changes(wording: Wording) -> None:
    found = chosen(NET)
    assert [one.values["deep"] for one in found["deep"]] == [1]
    assert [one.values["wide"] for one in found["wide"]] == [False]
    assert [one.values["act"] for one in found["act"]] == ["tanh"]
    assert [one.values["widths"] for one in found["widths"]] == [[1, 2]]
    assert [one.training for one in found["drop"]] == [True]
    assert not any(one.training for name in ("deep", "act") for one in found[name])
    (unused,) = found["unused"]
    wording(unused.why)


@pytest.mark.quick
def test_what_a_constructor_does_not_take_is_not_chosen(wording: Wording) -> None:
    (deep,) = chosen(NET, {"wide"})["deep"]
    assert deep.graph is None
    wording(deep.why)


@pytest.mark.quick
def test_conditions_go_both_ways() -> None:
    text = f"""{HEAD}\
input: [2]
params: {{size: 4}}
body:
  first: {{op: dense, units: size}}
  small: {{op: relu, when: size < 3}}
  large: {{op: relu, when: size > 20}}
"""
    values = [one.values["size"] for one in chosen(text)["size"]]
    assert values == [2, 21]


@pytest.mark.quick
def test_no_value_makes_equal_channels_broadcast() -> None:
    text = f"""{HEAD}\
input: [2, 3, 3]
params: {{wide: 2}}
body:
  sum: {{op: add, branches: [[], {{fc: {{op: conv, channels: wide, kernel: 1}}}}]}}
"""
    (none,) = chosen(text)["wide"]
    assert none.graph is None
    assert chosen(text.replace("[2,", "[1,"))["wide"][0].values["wide"] == 1


@pytest.mark.quick
def test_a_large_network_gets_all_values_together() -> None:
    text = f"""{HEAD}\
input: [2000]
params: {{a: 2000, b: 3000}}
body: [{{op: dense, units: 3000}}, {{op: dense, units: a}}, {{op: dense, units: b}}]
"""
    (one,) = chosen(text).values()
    assert one[0].values.keys() == {"a", "b"}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", timeout=120)) as started:
        yield started


def proved(
    workers: Workers, spec: Spec, backend: str, *changes: tuple[str, str]
) -> BackendReport:
    source = spec.emit(backend)
    for old, new in changes:
        assert source.count(old) == 1, source
        source = source.replace(old, new)
    report = verify_file(spec, workers, backend, File(source, "net.py", spec.name))
    return report.backends[0]


def test_every_backend_is_proved_at_other_sizes_and_arguments(
    workers: Workers, wording: Wording
) -> None:
    report = verify(spec_of(NET), workers)
    assert report.ok
    for one in report.backends:
        assert [(trial.value, trial.ok) for trial in one.sizes] == [("3x5x5", True)]
        found = {trial.name: trial.ok for trial in one.arguments}
        assert found == {
            **dict.fromkeys(spec_of(NET).graph.params, True),
            "unused": None,
        }
        forms = ["hybridized", "exported and imported"]
        assert [form.name for form in one.forms] == forms * (one.backend == "gluon")
    text = report_text([report])
    wording(text.partition("\n\n")[2])
    assert report.plain()["not_compared"] == ["grad", "train"]


@pytest.mark.parametrize(
    ("backend", "old", "new", "message", "node"),
    [
        # Seen at a map of more than a pixel alone.
        (
            *("torch", "3, padding=1) for", "3, padding=2, dilation=2) for"),
            *("at 3x5x5", "deep.0"),
        ),
        # Arguments that do not reach all that they should.
        ("torch", "range(deep)", "range(2)", "with deep=1", "deep.1"),
        ("chainer", "1) if wide", "1) if True", "with wide=False", "more"),
        ("chainer", 'act == "tanh"', "False", "with act='tanh'", "gate"),
    ],
)
def test_faults_that_the_first_values_hide(
    workers: Workers, backend: str, old: str, new: str, message: str, node: str
) -> None:
    found = proved(workers, spec_of(NET), backend, (old, new))
    assert found.status == "differs"
    first = found.findings[0]
    assert first.message.startswith(message) and first.node in (node, "")


def test_buffers_that_are_tied_are_found_before_a_cast(
    workers: Workers, wording: Wording
) -> None:
    text = f"{HEAD}input: [4, 5, 5]\nbody: {{a: bn, relu: relu, b: bn}}\n"
    for backend, new in (
        (
            "torch",
            "self.b = nn.BatchNorm2d(4)\n        self.b.running_mean = self.a.running_mean",
        ),
        ("paddle", "self.b = nn.BatchNorm2D(4)\n        self.b._mean = self.a._mean"),
    ):
        found = proved(workers, spec_of(text), backend, (new.partition("\n")[0], new))
        assert found.status == "differs"
        wording(found.findings[0].message)


def test_gluon_is_proved_hybridized(workers: Workers) -> None:
    old = "x = F.flatten(self.pool(self.more(x)))"
    new = "x = self.pool(self.more(x))\n        x = F.reshape(x, (x.shape[0], -1))"
    found = proved(workers, spec_of(NET), "gluon", (old, new))
    assert found.status == "crashed"
    assert found.findings[0].message.startswith("hybridized: AttributeError: ")
    assert found.findings[0].text == "x = F.reshape(x, (x.shape[0], -1))"
