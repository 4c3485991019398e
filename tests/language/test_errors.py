"""Every spec under ``errors/`` and ``lints/`` gets the messages in its leading comment."""

from pathlib import Path

import pytest

from archspec.text.problems import render
from tests.error_cases import FIXTURES, FOLDER, problems_of, read, renew, said_of, split


@pytest.mark.quick
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    expected, _ = split(read(path))
    problems = problems_of(path)
    assert "\n\n".join(map(render, problems)) == expected
    severity = "error" if path.parent == FOLDER else "warning"
    for problem in problems:
        assert problem.severity == severity
        assert problem.code
        assert problem.span, "a place in the file"


def test_renew_writes_the_comment_and_keeps_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: Net\ninput: [3, 8, 8]\nbody: [convv]\n")
    renew(path)
    comment, spec = split(path.read_text())
    assert comment.splitlines()[1] == " --> wrong.yaml:9:8"
    assert comment == said_of(path)
    assert spec == "name: Net\ninput: [3, 8, 8]\nbody: [convv]\n"


def test_renew_refuses_a_right_spec(tmp_path: Path) -> None:
    path = tmp_path / "right.yaml"
    path.write_text("name: Net\ninput: [3, 8, 8]\nbody: [relu]\n")
    with pytest.raises(ValueError, match="right"):
        renew(path)
