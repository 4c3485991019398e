"""Networks with other return values: a finding describes them, and values are proved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import archspec
from archspec.api import Spec
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from tests.proof.own_files import HEAD, NET, SPEC, Prover

BEFORE = """\
import collections

import numpy as np

Pair = collections.namedtuple("Pair", "first second")


class Own:
    def __init__(self, value):
        self.value = value


"""
TWO = SPEC + "outputs: {first: relu, second: conv}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("returns")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", timeout=60)) as started:
        yield started


def proved(folder: Path, workers: Workers, text: str, given: str) -> list[str]:
    """The status of a network that returns ``given``, and what is said of it."""
    path = folder / "net.yaml"
    path.write_text(text)
    spec: Spec = archspec.load(path)
    prover = Prover(folder, spec, workers)
    net = NET.replace(
        "return F.relu(self.conv(x))",
        f"y = self.conv(x)\n        x = F.relu(y)\n        return {given}",
    )
    report = prover.prove(prover.write("net.py", BEFORE + HEAD + net))
    line = f"return {given}"
    assert all(one.text == line for one in report.findings if "returns" in one.message)
    return [report.status, *(finding.message for finding in report.findings)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("None", "None"),
        ("5", "an int"),
        ("'x'", "a str"),
        ("(x,)", "a tuple of a tensor"),
        ("[x]", "a list of a tensor"),
        ("x, None", "a tuple of a tensor and None"),
        ("{'x': x}", "a dict of a tensor"),
        ("collections.OrderedDict(x=x)", "an OrderedDict of a tensor"),
        ("((x,), [y, y])", "a tuple of a tuple of a tensor and a list of 2 tensors"),
        ("Pair(x, y)", "a Pair of 2 tensors"),
        ("Own(x)", "an Own"),
        ("x.array", "a NumPy array"),
        ("(one for one in [x])", "a generator"),
        ("[x] * 9", "a list of a tensor, a tensor, a tensor, a tensor and 5 more"),
        ("()", "a tuple of 0"),
    ],
)
def test_one_output(folder: Path, workers: Workers, given: str, words: str) -> None:
    message = f"the network returns {words}, not one tensor"
    assert proved(folder, workers, SPEC, given) == ["differs", message]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("x", "a tensor"),
        ("x, y, y", "a tuple of 3 tensors"),
        ("x, y.array", "a tuple of a tensor and a NumPy array"),
        ("(x, (y,))", "a tuple of a tensor and a tuple of a tensor"),
    ],
)
def test_two_outputs(folder: Path, workers: Workers, given: str, words: str) -> None:
    message = f"the network returns {words}, not a tuple of 2"
    assert proved(folder, workers, TWO, given) == ["differs", message]


@pytest.mark.parametrize(
    "given", ["x, y", "[x, y]", "Pair(x, y)", "{'first': x, 'second': y}"]
)
def test_several_may_stand_in_anything(
    folder: Path, workers: Workers, given: str
) -> None:
    assert proved(folder, workers, TWO, given) == ["ok"]


def test_the_values_are_proved_all_the_same(folder: Path, workers: Workers) -> None:
    given = "x * 2, None"
    found = proved(folder, workers, SPEC.replace("relu: relu", "relu: tanh"), given)
    assert found[0] == "differs"
    assert not any("returns" in message for message in found[1:])
