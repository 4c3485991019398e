"""The names phase: visible names, and unused ones. See also ``errors/``."""

from pathlib import Path

import pytest

from archspec.check import check_names, walk
from archspec.front.read import load_network, read_network
from archspec.spec import Network, node
from archspec.text.problems import CompileError
from archspec.text.source import Source
from archspec.zoo import catalog
from tests.wording import Wording

pytestmark = pytest.mark.quick

SPECS = sorted(catalog.folder().rglob("*.yaml"))


def problems(text: str) -> list[str]:
    """The messages of the names phase for a file with this end."""
    head = "name: Net\ninput: [3, 8, 8]\n"
    network = read_network(Source("net.yaml", head + text))
    try:
        check_names(network)
    except CompileError as error:
        assert all(problem.span for problem in error.problems)
        return [problem.message for problem in error.problems]
    return []


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_shipped_specs_pass(path: Path) -> None:
    check_names(load_network(path))


def test_python_networks_name_the_place(wording: Wording) -> None:
    body = {"stage": node("seq", body=[node("conv", channels="width", kernel=1)])}
    network = Network(name="Net", input=[3, 8, 8], body=body)
    with pytest.raises(CompileError) as caught:
        check_names(network)
    (problem,) = caught.value.problems
    wording(problem.message)
    assert problem.span is None


# --- what `from` sees --------------------------------------------------------------


def test_from_sees_earlier_nodes_around_it() -> None:
    assert not problems("""
body:
  a: relu
  s:
    op: seq
    body:
      b: {op: tanh, from: a}
      c: {op: repeat, times: 2, body: {d: {op: add, from: [a, b]}, e: relu}}
  f: {op: relu, from: s}
  g: {op: add, from: [input, x]}
""")


def test_later_nodes_see_into_branches() -> None:
    assert not problems("""
body:
  sum:
    op: add
    branches: [{a: relu}, {b: tanh}]
  c: {op: add, from: [a, b]}
outputs: {sum: sum, b: b, c: c}
""")


def test_the_innermost_name_wins() -> None:
    assert not problems("""
body:
  a: relu
  s: {op: seq, body: {a: relu, b: {op: relu, from: a}}}
""")


def test_nested_branches_are_apart(wording: Wording) -> None:
    text = """
body:
  outer:
    op: residual
    body:
      inner: {op: add, branches: [{a: relu}, {b: {op: relu, from: NAME}}]}
      c: {op: relu, from: a}
    shortcut: {d: {op: relu, from: NAME}}
"""
    wording("\n".join(problems(text.replace("NAME", "a"))))
    assert not problems(text.replace("NAME", "input"))


def test_names_in_a_single_branch_join_are_apart_by_level() -> None:
    assert not problems("""
body:
  s1: {op: seq, body: {conv: relu}}
  s2: {op: seq, body: {conv: relu}}
  sum: {op: add, branches: [{t: {op: seq, body: {conv: relu}}}, []]}
""")


def test_a_join_in_a_repeat_cannot_name_its_nodes(wording: Wording) -> None:
    text = "body: {r: {op: repeat, times: 2, body: {op: residual, body: {a: relu}}}}"
    wording("\n".join(problems(text)))


def test_a_single_node_join_of_a_named_join_has_its_path() -> None:
    assert not problems("""
body:
  sum:
    op: residual
    body: {op: add, branches: [{a: relu}, {b: tanh}]}
""")


def test_call_outputs_are_read_by_name(wording: Wording) -> None:
    text = """
blocks:
  Two:
    body: {a: relu, b: tanh}
    outputs: {p: a, q: b}
  One:
    body: {a: relu}
    outputs: {p: a}
body:
  two: Two
  a: {op: add, from: [two.p, two.q]}
  one: One
  b: relu
  c: {op: relu, from: one.p}
"""
    assert not problems(text)
    wording("\n".join(problems(text.replace("two.q", "one.p"))))


def test_a_last_call_of_several_outputs_is_fine_with_outputs() -> None:
    assert not problems("""
blocks:
  Two:
    body: {a: relu, b: tanh}
    outputs: {p: a, q: b}
body: {two: Two}
outputs: {p: two.p, q: two.q}
""")


def test_reuse_applies_a_node_of_the_class(wording: Wording) -> None:
    text = """
blocks:
  Up:
    inputs: [a, b]
    body: {sum: {op: add, from: [a, b]}}
body:
  head: {op: conv, channels: 3, kernel: 1}
  again: {op: reuse, node: head}
  up: {op: Up, from: [head, again]}
  more: {op: reuse, node: up, from: [up, input]}
  wrong: {op: reuse, node: again}
  short: {op: reuse, node: up}
"""
    wording("\n".join(problems(text)))


def test_only_and_when_cannot_skip_what_has_no_single_value(wording: Wording) -> None:
    wording(
        "\n".join(
            problems("""
blocks:
  Two:
    body: {a: relu, b: tanh}
    outputs: {p: a, q: b}
body:
  two: {op: Two, only: train}
  a: {op: add, from: [two.p, two.q], when: in_channels > 1}
""")
        )
    )


# --- the walker --------------------------------------------------------------------


def test_walk_gives_every_node_its_place() -> None:
    network = read_network(
        Source(
            "net.yaml",
            """
name: Net
input: [3, 8, 8]
body:
  r: {op: repeat, times: 2, index: k, body: {a: relu}}
  sum: {op: residual, body: tanh, shortcut: {b: relu}}
""",
        )
    )
    repeat, inner, total, tanh, shortcut = walk(network, ())
    assert inner.level == (repeat,)
    assert inner.names == {"k"}
    assert (tanh.name, tanh.made) == ("sum_body", True)
    assert tanh.loc == ("body", "sum", "body")
    assert shortcut.loc == ("body", "sum", "shortcut", "b")
    assert shortcut.branches == ((total, 1),)
    assert total.previous is repeat
    assert total.last
