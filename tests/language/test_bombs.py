"""Excessive specs are refused soon, before anything of them is computed."""

import json
from pathlib import Path

import pytest

from archspec.text.problems import MAX_PROBLEMS, CompileError
from tests import mutate
from tests.commands import bad, process
from tests.generator.random_specs import spec_of
from tests.language.bombs import BOMBS, COMPILES, HEAD, REFUSED
from tests.wording import Wording

SECONDS, MEGABYTES = 10, 500

# Each in a child that the system ends where it takes too long, or too much.
SCRIPT = f"""
import json, os, resource, sys
from pathlib import Path
from tests import mutate
from tests.language.bombs import BOMBS

mutate.SECONDS, mutate.MEGABYTES, mutate.PATIENCE = {SECONDS}, {MEGABYTES}, 100
names = list(BOMBS)
mutate.mutant = lambda seed: BOMBS[names[seed]][0].encode()
mutate.judged = lambda status, problems: (
    status, problems[0].message + f" ({{len(problems)}})" if problems else ""
)
for outcome in mutate.run(range(len(names)), 2):
    print(json.dumps([names[outcome.seed], outcome.status, outcome.text]))
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, str]]:
    done = process("-c", SCRIPT)
    assert done.returncode == 0, done.stderr
    rows = (json.loads(line) for line in done.stdout.splitlines())
    return {name: (status, text) for name, status, text in rows}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(
    name: str, outcomes: dict[str, tuple[str, str]], wording: Wording
) -> None:
    status, text = outcomes[name]
    _, expected = BOMBS[name]
    assert status in mutate.GOOD, text
    if expected == COMPILES:
        assert (status, text) == ("emitted", "")
    else:
        assert text
    if expected == REFUSED:
        wording(text, hide=r"/\S+/(?=seed)")


def test_of_many_problems_the_first_are_told(wording: Wording) -> None:
    with pytest.raises(CompileError) as caught:
        spec_of(f"{HEAD}body:\n" + "".join(f"  k{n}: relux\n" for n in range(500)))
    *first, last = caught.value.problems
    assert [problem.span.line for problem in first if problem.span] == [
        *range(5, 5 + MAX_PROBLEMS)
    ]
    wording(last)


def test_a_chain_of_extends_is_bounded(tmp_path: Path, wording: Wording) -> None:
    for number in range(2000):
        text = f"extends: s{number + 1}.yaml\n"
        (tmp_path / f"s{number}.yaml").write_text(text)
    wording(bad(1, "show", str(tmp_path / "s0.yaml")))


@pytest.mark.parametrize(
    "name", ["a" * 300, "/dev/zero", "../" * 900, "s0.yaml/x", "."]
)
def test_what_cannot_be_extended_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "s0.yaml"
    path.write_text(f"extends: '{name}'\n")
    assert bad(1, "show", str(path)).startswith("error: ")
