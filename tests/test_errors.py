"""Every wrong spec under ``errors/`` is told exactly what its leading comment says."""

from pathlib import Path

import pytest

from tests.error_cases import FOLDER, error_of, renew, split

FIXTURES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.quick
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_error(path: Path) -> None:
    expected, _ = split(path.read_text())
    assert error_of(path) == expected


def test_renew_writes_the_comment_and_keeps_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("name: Net\ninput: [3, 8, 8]\nbody: [convv]\n")
    renew(path)
    comment, spec = split(path.read_text())
    assert comment.startswith("error: unknown operator 'convv'\n --> wrong.yaml:9:8")
    assert spec == "name: Net\ninput: [3, 8, 8]\nbody: [convv]\n"


def test_renew_refuses_a_right_spec(tmp_path: Path) -> None:
    path = tmp_path / "right.yaml"
    path.write_text("name: Net\ninput: [3, 8, 8]\nbody: [relu]\n")
    with pytest.raises(ValueError, match=r"nothing is wrong with right\.yaml"):
        renew(path)
