"""PyTorch's relu works in place only on a value that nothing else reads."""

from pathlib import Path

import pytest

import archspec

pytestmark = pytest.mark.quick

HEAD = "archspec: 1\nname: Net\ninput: [4, 8, 8]\n"
IN_PLACE = [
    "  a: {op: seq, body: [bn, relu]}\n",
    "  a: {op: seq, body: [bn, relu6]}\n",
    "  sum: {op: residual, body: {op: seq, body: [bn, relu]}}\n",
    "  a: {op: repeat, times: 2, body: [bn, relu]}\n",
    "  a: {op: seq, body: [bn, {op: relu, when: norm}]}\n",
]
NOT_IN_PLACE = [
    "  a: {op: seq, body: [relu, bn]}\n",  # the caller's input
    "  a: {op: seq, body: [{op: bn, when: norm}, relu]}\n",  # may be an identity
    "  a: {op: seq, body: [{op: bn, only: train}, relu]}\n",
    "  a: {op: seq, body: [{op: dropout, drop_prob: 0.5}, relu]}\n",  # likewise
    "  a: {op: seq, body: [{op: seq, body: [bn]}, relu]}\n",
    "  a: bn\n  b: relu\n  c: {op: add, from: [a, b]}\n",
]


def in_place(tmp_path: Path, body: str) -> int:
    """The number of activations of a network that work in place."""
    path = tmp_path / "net.yaml"
    params = "params: {norm: true}\n" if "norm" in body else ""
    path.write_text(f"{HEAD}{params}body:\n{body}")
    return archspec.load(path).emit("torch").count("inplace=True")


@pytest.mark.parametrize("body", IN_PLACE)
def test_relu_overwrites_what_a_bn_of_its_list_gave(body: str, tmp_path: Path) -> None:
    assert in_place(tmp_path, body) == 1


@pytest.mark.parametrize("body", NOT_IN_PLACE)
def test_relu_overwrites_nothing_else(body: str, tmp_path: Path) -> None:
    assert in_place(tmp_path, body) == 0
