"""Errors about params, expressions and shapes, and the limits of a network."""

from typing import Any

import pytest

from archspec.graph.elaborate import elaborate
from archspec.spec import Network, node
from archspec.text.problems import CompileError
from tests.graphs import network, of_body, one, problems

pytestmark = pytest.mark.quick

# --- params and inputs -------------------------------------------------------------

PARAMS = """\
input: [4, 8, 8]
params: {width: 3, depths: [int], rate: 0.5}
body:
  - {op: conv, channels: width, kernel: "depths[0]", when: rate > 0}
"""


def test_required_param() -> None:
    message, place, help = one(PARAMS)
    assert message == "param 'depths' has no default"
    assert place == "depths"
    assert help == "give it with --set depths=... or load(..., depths=...)"


@pytest.mark.parametrize(
    ("params", "message", "help"),
    [
        ({"widht": 3}, "Net has no param 'widht'", "did you mean 'width'?"),
        ({"zzz": 1}, "Net has no param 'zzz'", "its params are: width, depths, rate"),
        ({"width": 2.5}, "param 'width' is a whole number, got 2.5", "its type is int"),
        (
            {"width": True},
            "param 'width' is a whole number, got true",
            "its type is int",
        ),
        ({"rate": "a"}, "param 'rate' is a number, got 'a'", "its type is float"),
        (
            {"depths": [1, 2.0]},
            "param 'depths' is a list of whole numbers, got [1, 2.0]",
            "its type is [int]",
        ),
    ],
)
def test_wrong_params(params: dict[str, Any], message: str, help: str) -> None:
    found = one(PARAMS, **({"depths": (1, 2)} | params))
    assert (found[0], found[2]) == (message, help)


def test_an_int_may_be_given_for_a_float() -> None:
    assert elaborate(network(PARAMS), {"rate": 1, "depths": [1]}).params["rate"] == 1


@pytest.mark.parametrize("shape", [(3, 8), (3, 8, 0), (3, 8, 8.0), (True,)])
def test_wrong_input(shape: Any) -> None:
    message, place, _ = one("input: [4, 8, 8]\nbody: []", shape)
    assert message == f"{list(shape)} is not the shape of an input"
    assert place == "[4, 8, 8]"


def test_unknown_input() -> None:
    text = "input: {left: [3], right: [3]}\nbody: [{op: add, from: [left, right]}]"
    assert one(text, {"lefft": (3,)})[2] == "did you mean 'left'?"
    assert one(text, (3,))[0].endswith("give a shape for each of left, right")


# --- expressions and fields --------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "place", "help"),
    [
        (
            "  c: {op: conv, channels: in_channels / 3, kernel: 1}",
            "the number must be whole, got 1.3333333333333333",
            "in_channels / 3",
            "'//' rounds down, int() removes the fraction",
        ),
        (
            "  c: {op: conv, channels: 2, kernel: 1, padding: in_channels - 5}",
            "padding must be at least 0, got -1",
            "in_channels - 5",
            "expected padding: p, [ph, pw] or [[top, bottom], [left, right]]",
        ),
        (
            "  c: {op: conv, channels: 8 // (in_channels - 4), kernel: 1}",
            "division by zero",
            "8 // (in_channels - 4)",
            "where the divisor may be 0: a // b if b else 0",
        ),
        (
            "  c: {op: relu, when: in_channels}",
            "expected true or false, got 4",
            "in_channels",
            "write a comparison",
        ),
        (
            "  c: {op: activation, kind: relu, slope: 0.1}",
            "relu has no field 'slope'",
            "slope",
            "delete it",
        ),
        (
            "  c: {op: repeat, times: in_channels - 4, body: relu}",
            "a repeat needs at least one copy, got 0",
            "in_channels - 4",
            "use 'when' on the repeat to leave it out",
        ),
        (
            "  c: {op: repeat, over: [[1, 2], 3], as: [a, b], body: relu}",
            "row 1 of 'over' is 3, not [a, b]",
            "3",
            "a row has one item for each name of 'as'",
        ),
        (
            "  c: {op: repeat, over: [1], as: [a], body: relu}",
            "row 0 of 'over' is 1, not [a]",
            "1",
            "write as: a",
        ),
        (
            "  c: {op: repeat, times: 2, names: '{i}', body: relu}",
            "'0' cannot be the name of a copy",
            "'{i}'",
            "names start with a letter or '_', then have letters, digits, '_' and '-'",
        ),
        (
            "  c: {op: repeat, times: 3, names: 'a{i // 2}', body: relu}",
            "two copies would be called 'a0'",
            "'a{i // 2}'",
            "for example names: 'a0{i}'",
        ),
    ],
)
def test_expressions(body: str, message: str, place: str, help: str) -> None:
    assert of_body(body) == (message, place, help)


def test_notes_tell_the_values() -> None:
    text = "input: [4, 8, 8]\nbody: [{op: conv, channels: in_channels / 3, kernel: 1}]"
    assert problems(text)[0].notes == ("in_channels / 3, where in_channels = 4",)


# --- shapes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "place"),
    [
        (
            "  d: {op: dense, units: 3}",
            "dense needs a flat input (features,), got (4, 8, 8)",
            "dense",
        ),
        (
            "  p: {op: max_pool, kernel: 9}",
            "max_pool: the window (9) is larger than the padded input (8) in height",
            "9",
        ),
        (
            "  r: {op: residual, body: {c: {op: conv, channels: 6, kernel: 3, stride: 2}}}",
            "residual: the body gives (6, 3, 3) and the shortcut (4, 8, 8)",
            "residual",
        ),
        (
            "  f: flatten\n  a: {op: add, from: [f, input]}",
            "add: (256,) and (4, 8, 8) differ in rank",
            "add",
        ),
        (
            "  f: {op: flatten, only: train}",
            "'only' on a node that makes (256,) of (4, 8, 8)",
            "train",
        ),
        (
            "  f: {op: seq, body: [flatten], only: inference}",
            "'only' on a node that makes (256,) of (4, 8, 8)",
            "inference",
        ),
    ],
)
def test_shapes(body: str, message: str, place: str) -> None:
    assert of_body(body)[:2] == (message, place)


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


def test_names_of_a_branch_that_is_left_out() -> None:
    branch = "{op: residual, skip: in_channels > 9, body: relu, shortcut: {a: tanh}}"
    message, place, help = of_body(f"  j: {branch}\n  b: {{op: relu, from: a}}")
    assert message == "there is no 'a' here: its branch is left out"
    assert (place, help) == ("a", "'when' or 'skip' is false on the join around it")
    bad = "{op: add, from: d, branches: [{a: tanh}, relu]}"
    body = f"  d: {{op: dense, units: 2}}\n  j: {bad}\n  b: {{op: relu, from: a}}"
    assert of_body(body)[0].startswith("dense needs a flat input")


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


def test_trail() -> None:
    (found,) = problems(TRAIL)  # the same problem of two instances is one
    assert found.message == "add: (6, 8, 8) and (4, 8, 8) differ in channels"
    assert str(found.span) == "net.yaml:9:17"
    assert tuple(map(str, found.related)) == (
        "in block 'Inner', instantiated as stage.0.inner at net.yaml:12:14",
        "in block 'Outer', instantiated as stage.0 at net.yaml:14:39",
    )


def test_network_from_python_has_paths_for_positions() -> None:
    tiny = Network(name="Net", input=[4], body={"c": node("max_pool", kernel=2)})
    with pytest.raises(CompileError) as caught:
        elaborate(tiny)
    message = "body.c.op: max_pool needs an image (channels, height, width), got (4,)"
    assert caught.value.problems[0].message == message


# --- bounds ------------------------------------------------------------------------


def test_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "  r: {op: repeat, times: 10000000, body: relu}"
    message = "the network has more than 200,000 nodes"
    assert of_body(many)[:2] == (message, "10000000")
    for module in ("limits", "values"):
        monkeypatch.setattr(f"archspec.graph.{module}.MAX_NODES", 1000)
    blocks = "".join(
        f"  B{k}: {{body: [{{op: repeat, times: 4, body: B{k + 1}}}]}}\n"
        for k in range(30)
    )
    text = f"input: [4]\nblocks:\n{blocks}  B30: {{body: []}}\nbody: [B0]"
    assert one(text)[0] == "the network has more than 1,000 nodes"


def test_too_deep() -> None:
    blocks = "".join(f"  B{k}: {{body: [B{k + 1}]}}\n" for k in range(70))
    text = f"input: [4]\nblocks:\n{blocks}  B70: {{body: [relu]}}\nbody: [B0]"
    assert one(text)[0] == "nodes nested deeper than 64 levels, blocks included"
