"""The valid answers of a worker."""

import json
import random
from typing import Any

import pytest

from archspec.proof.processes.answers import FORMS, read_answer
from archspec.proof.worker.session import Session

pytestmark = pytest.mark.quick

EVENT = {
    "line": 3,
    "origin": 0,
    "within": "",
    "paths": ["conv"],
    "shape": [2, 3],
    "errors": [[1, 0.0]],
    "turned": False,
    "statistics": {"mean": float("nan")},
    "calls": [2],
    "cut": False,
    "slopes": None,
}
RIGHT: dict[str, Any] = {
    "events": [EVENT],
    "draws": [],
    "own": [],
    "drops": False,
    "returned": 3,
    "result": None,
    "instead": "",
    "left_out": [],
    "unfound": False,
    "files": [],
    "outputs": {"shapes": [[2, 3]], "dtypes": ["float64"], "error": 0.0},
    "changed": [],
    "peak": 1,
}
BESIDE = {"name": "blocks.py", "offset": 20, "source": "a = 1"}
FAILED = {
    "failed": {"type": "E", "message": "", "line": 21, "calls": [3], "files": [BESIDE]},
    "peak": None,
}


# What the loop of a worker calls itself, for an exception.
INNER = {"seen", "error_lines"}


def read(answer: object, do: str = "forward") -> Any:
    return read_answer(do, json.dumps(answer).encode())


def test_answers_are_read() -> None:
    assert read(RIGHT)["returned"] == 3
    assert all(read(FAILED, do) == FAILED for do in FORMS)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[]",
        b"null",
        b"1e999",
        b"\xff\x00",
        b"[" * 10**5,
        b'{"a":' * 10**5,
    ],
)
@pytest.mark.parametrize("do", FORMS)
def test_what_is_no_answer(line: bytes, do: str) -> None:
    assert read_answer(do, line) is None


@pytest.mark.parametrize("name", list(RIGHT))
def test_what_an_answer_lacks(name: str) -> None:
    assert read({key: value for key, value in RIGHT.items() if key != name}) is None


@pytest.mark.parametrize("name", EVENT)
def test_every_event_is_whole(name: str) -> None:
    less = {key: value for key, value in EVENT.items() if key != name}
    assert read({**RIGHT, "events": [EVENT, less]}) is None
    assert read({**RIGHT, "events": [{**EVENT, name: {"a": "b"}}]}) is None


@pytest.mark.parametrize("seed", range(200))
def test_noise_is_survived(seed: int) -> None:
    rng = random.Random(seed)
    line = bytearray(json.dumps(rng.choice([RIGHT, FAILED])).encode())
    for _ in range(rng.randint(1, 5)):
        line[rng.randrange(len(line))] = rng.randrange(256)
    del line[rng.randrange(len(line)) :]
    assert read_answer("forward", bytes(line)) is None


def test_every_command_has_a_form() -> None:
    commands = {name for name in dir(Session) if not name.startswith("_")}
    assert commands - INNER == set(FORMS)
