"""Errors about modules, modes and calls."""

import pytest

from tests.graphs import one

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
    ("body", "message", "place", "help"),
    [
        (
            "  a: {op: relu, when: false}\n  r: {op: reuse, node: a}",
            "'a' is skipped here: its 'when' is false",
            "a",
            "give both the same 'when'",
        ),
        (
            "  a: {op: conv, channels: 2, kernel: 1}\n  r: {op: reuse, node: a}",
            "'a' is made for (4, 8, 8), but gets (2, 8, 8) here",
            "a",
            "its weights fit only one shape: write another node",
        ),
        (
            "  a: {op: B, width: 2}\n  r: {op: reuse, node: a}",
            "'a' is made for 4 channels, but gets 2 here",
            "a",
            "its weights fit only one number: write another node",
        ),
        (
            "  a: {op: relu, from: split.second}",
            "'split.second' exists in train mode only",
            "split.second",
            "read it from an output with only: train",
        ),
        (
            "  a: {op: B, width: in_channels / 2}",
            "param 'width' is a whole number, got 2.0",
            "in_channels / 2",
            "its type is int",
        ),
        (
            "  a: {op: seq, body: [{op: repeat, times: 2, body: relu, only: train}]}",
            "'only' needs a level of names, and a repeat has none here",
            "train",
            "put the repeat into a seq",
        ),
        (
            "  a: {op: repeat, times: 2, names: 'a{i}', body: {op: repeat, times: 2, body: relu}}",
            "'names' has nothing to name: each copy is itself a repeat",
            "'a{i}'",
            "put it on the inner repeat",
        ),
    ],
)
def test_modules_and_modes(body: str, message: str, place: str, help: str) -> None:
    assert one(BLOCKS + body + USES) == (message, place, help)
