"""Errors about modules, modes and calls."""

import pytest

from tests.graphs import one, place_of
from tests.wording import Wording

pytestmark = pytest.mark.quick


BLOCKS = """\
input: [4, 8, 8]
blocks:
  B:
    params: {width: int}
    body: [{op: conv, channels: width, kernel: 1}]
  Split: {body: {p: relu, q: tanh}, outputs: {first: p, second: {from: q, only: train}}}
body:
  split: Split
  start: {op: relu, from: split.first}
"""
USES = """
  b: {op: B, width: 4}
outputs: {main: b, side: {from: split.second, only: train}}
"""


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("  a: {op: relu, when: false}\n  r: {op: reuse, node: a}", "a"),
        ("  a: {op: conv, channels: 2, kernel: 1}\n  r: {op: reuse, node: a}", "a"),
        ("  a: {op: B, width: 2}\n  r: {op: reuse, node: a}", "a"),
        ("  a: {op: relu, from: split.second}", "split.second"),
        ("  a: {op: B, width: in_channels / 2}", "in_channels / 2"),
        (
            "  a: {op: seq, body: [{op: repeat, times: 2, body: relu, only: train}]}",
            "train",
        ),
        (
            "  a: {op: repeat, times: 2, names: 'a{i}', body: {op: repeat, times: 2, body: relu}}",
            "'a{i}'",
        ),
    ],
)
def test_modules_and_modes(body: str, place: str, wording: Wording) -> None:
    problem = one(BLOCKS + body + USES)
    assert place_of(problem) == place
    wording(problem)
