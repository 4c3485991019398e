"""Damaged specs compile or are refused with a position: fixed seeds."""

import pytest

from archspec.text.problems import Problem
from archspec.text.source import Source, Span
from tests.commands import process
from tests.mutate import is_told, judged, mutant

# The first ones, and those that once found something.
SEEDS = (*range(140), 1693, 2803, 2995, 6028, 6194, 7435, 7537, 9077)
WHOLE = Span(Source("m.yaml", "a: 1\n"), 0, 4)


@pytest.mark.slow
def test_the_fixed_seeds_compile_or_are_refused() -> None:
    # In a process of its own: beside a framework the limit of memory is long reached.
    seeds = [part for seed in SEEDS for part in ("--seed", str(seed))]
    done = process("-m", "tests.mutate", *seeds)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(SEEDS)} specs: " in done.stdout


def test_a_seed_gives_the_same_spec() -> None:
    shown = process("-m", "tests.mutate", "--seed", "7", "--show").stdout
    assert shown.encode() == mutant(7)
    assert len({mutant(seed) for seed in range(100)}) > 95


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("while True: pass", "stopped: CPU time limit exceeded"),
        ("[0] * 10**9", "crashed: Traceback (most recent call last):"),
        ("import os; os.abort()", "stopped: Aborted"),
        ("raise KeyError", "crashed: Traceback (most recent call last):"),
        ("return 'emitted', ''", "emitted: "),
    ],
)
def test_what_goes_wrong_is_found(body: str, found: str) -> None:
    script = f"""
from tests import mutate
def attempt(path):
    if "seed" not in path.name:
        return
    {body}
mutate.attempt = attempt
for outcome in mutate.run([3], 1):
    print(f"{{outcome.seed}} {{outcome.status}}: {{outcome.text[:34]}}")
"""
    assert process("-c", script).stdout.splitlines()[0] == f"3 {found}"


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("wrong", WHOLE), True),
        (Problem("wrong", Span(WHOLE.source, 5, 5)), True),
        (Problem("wrong"), False),
        (Problem("", WHOLE), False),
        (Problem("wrong", Span(WHOLE.source, 9, 9)), False),
        (Problem("wrong", Span(WHOLE.source, 3, 2)), False),
    ],
)
def test_a_problem_has_a_message_and_a_place(problem: Problem, told: bool) -> None:
    assert is_told(problem) == told
    assert judged("refused", [problem])[0] == ("refused" if told else "misplaced")
