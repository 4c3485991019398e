"""Errors about params, expressions and shapes, and the limits of a network."""

from typing import Any

import pytest

from archspec.graph.elaborate import elaborate
from archspec.spec import Network, node
from archspec.text.problems import CompileError
from tests.graphs import network, of_body, one, place_of, problems
from tests.wording import Wording

pytestmark = pytest.mark.quick

# --- params and inputs -------------------------------------------------------------

PARAMS = """\
input: [4, 8, 8]
params: {width: 3, depths: [int], rate: 0.5}
body:
  - {op: conv, channels: width, kernel: "depths[0]", when: rate > 0}
"""


def test_required_param(wording: Wording) -> None:
    problem = one(PARAMS)
    assert place_of(problem) == "depths"
    wording(problem)


@pytest.mark.parametrize(
    "params",
    [
        {"widht": 3},
        {"zzz": 1},
        {"width": 2.5},
        {"width": True},
        {"rate": "a"},
        {"depths": [1, 2.0]},
    ],
)
def test_wrong_params(params: dict[str, Any], wording: Wording) -> None:
    wording(one(PARAMS, **({"depths": (1, 2)} | params)))


def test_an_int_may_be_given_for_a_float() -> None:
    assert elaborate(network(PARAMS), {"rate": 1, "depths": [1]}).params["rate"] == 1


@pytest.mark.parametrize(
    "shape", [(3, 8), (3, 8, 8, 8), (3, 8, 0), (3, 8, 8.0), (True,)]
)
def test_wrong_input(shape: Any, wording: Wording) -> None:
    problem = one("input: [4, 8, 8]\nbody: []", shape)
    assert place_of(problem) == "[4, 8, 8]"
    wording(problem)


def test_unknown_input(wording: Wording) -> None:
    text = "input: {left: [3], right: [3]}\nbody: [{op: add, from: [left, right]}]"
    wording(one(text, {"lefft": (3,)}))
    wording(one(text, (3,)))


# --- expressions and fields --------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("  c: {op: conv, channels: in_channels / 3, kernel: 1}", "in_channels / 3"),
        (
            "  c: {op: conv, channels: 2, kernel: 1, padding: in_channels - 5}",
            "in_channels - 5",
        ),
        (
            "  c: {op: conv, channels: 8 // (in_channels - 4), kernel: 1}",
            "8 // (in_channels - 4)",
        ),
        ("  c: {op: relu, when: in_channels}", "in_channels"),
        ("  c: {op: activation, kind: relu, slope: 0.1}", "slope"),
        ("  c: {op: repeat, times: in_channels - 4, body: relu}", "in_channels - 4"),
        ("  c: {op: repeat, over: [[1, 2], 3], as: [a, b], body: relu}", "3"),
        ("  c: {op: repeat, over: [1], as: [a], body: relu}", "1"),
        ("  c: {op: repeat, times: 2, names: '{i}', body: relu}", "'{i}'"),
        ("  c: {op: repeat, times: 3, names: 'a{i // 2}', body: relu}", "'a{i // 2}'"),
    ],
)
def test_expressions(body: str, place: str, wording: Wording) -> None:
    problem = of_body(body)
    assert place_of(problem) == place
    wording(problem)


def test_notes_tell_the_values() -> None:
    text = "input: [4, 8, 8]\nbody: [{op: conv, channels: in_channels / 3, kernel: 1}]"
    assert problems(text)[0].notes == ("in_channels / 3, where in_channels = 4",)


# --- shapes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("  d: {op: dense, units: 3}", "dense"),
        ("  p: {op: max_pool, kernel: 9}", "9"),
        (
            "  r: {op: residual, body: {c: {op: conv, channels: 6, kernel: 3, stride: 2}}}",
            "residual",
        ),
        ("  f: flatten\n  a: {op: add, from: [f, input]}", "add"),
        ("  f: {op: flatten, only: train}", "train"),
        ("  f: {op: seq, body: [flatten], only: inference}", "inference"),
    ],
)
def test_shapes(body: str, place: str, wording: Wording) -> None:
    problem = of_body(body)
    assert place_of(problem) == place
    wording(problem)


def test_a_bad_node_has_no_follow_up_errors() -> None:
    found = problems("""\
input: [4, 8, 8]
body:
  a: {op: dense, units: 3}
  b: flatten
  c: {op: conv, channels: 2, kernel: 1}
  d: {op: add, from: [a, c]}
  e: {op: max_pool, kernel: 9, from: input}
""")
    assert [problem.span.line if problem.span else 0 for problem in found] == [5, 9]


def test_names_of_a_branch_that_is_left_out(wording: Wording) -> None:
    branch = "{op: residual, skip: in_channels > 9, body: relu, shortcut: {a: tanh}}"
    problem = of_body(f"  j: {branch}\n  b: {{op: relu, from: a}}")
    assert place_of(problem) == "a"
    wording(problem)
    bad = "{op: add, from: d, branches: [{a: tanh}, relu]}"
    body = f"  d: {{op: dense, units: 2}}\n  j: {bad}\n  b: {{op: relu, from: a}}"
    assert place_of(of_body(body)) == "dense"


TRAIL = """\
input: [4, 8, 8]
blocks:
  Inner:
    params: {width: int}
    body:
      conv: {op: conv, channels: width, kernel: 1}
      sum: {op: add, from: [conv, input]}
  Outer:
    body:
      inner: {op: Inner, width: 6}
body:
  stage: {op: repeat, times: 3, body: Outer}
  again: {op: Outer, from: input}
"""


def test_trail(wording: Wording) -> None:
    (found,) = problems(TRAIL)  # the same problem of two instances is one
    assert str(found.span) == "net.yaml:9:17"
    wording(found)


def test_network_from_python_has_paths_for_positions(wording: Wording) -> None:
    tiny = Network(name="Net", input=[4], body={"c": node("max_pool", kernel=2)})
    with wording.raises(CompileError):
        elaborate(tiny)


# --- bounds ------------------------------------------------------------------------


def test_too_many_nodes(monkeypatch: pytest.MonkeyPatch, wording: Wording) -> None:
    many = "  r: {op: repeat, times: 10000000, body: relu}"
    problem = of_body(many)
    assert place_of(problem) == "10000000"
    wording(problem)
    for module in ("limits", "scopes.values"):
        monkeypatch.setattr(f"archspec.graph.{module}.MAX_NODES", 1000)
    blocks = "".join(
        f"  B{k}: {{body: [{{op: repeat, times: 4, body: B{k + 1}}}]}}\n"
        for k in range(30)
    )
    text = f"input: [4]\nblocks:\n{blocks}  B30: {{body: []}}\nbody: [B0]"
    wording(one(text).message)


def test_too_deep(wording: Wording) -> None:
    blocks = "".join(f"  B{k}: {{body: [B{k + 1}]}}\n" for k in range(70))
    text = f"input: [4]\nblocks:\n{blocks}  B70: {{body: [relu]}}\nbody: [B0]"
    wording(one(text).message)
