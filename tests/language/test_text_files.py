"""Files that are read, and files that are refused."""

from pathlib import Path

import pytest

from archspec.text.files import read_source
from archspec.text.load import load_tree, plain
from archspec.text.problems import CompileError
from archspec.text.source import Source
from tests.wording import Wording


def test_read_source(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes("\ufeffa: é\r\n".encode())
    source = read_source(path)
    assert (source.path, source.text) == (str(path), "a: é\r\n")
    assert plain(load_tree(source)) == {"a": "é"}


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_no_text_have_a_place(
    tmp_path: Path, before: bytes, wording: Wording
) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(before + "a: 1\r\né: x".encode() + b"\xff\nb: \xfe\n")
    with pytest.raises(CompileError) as caught:
        read_source(path)
    (problem,) = caught.value.problems
    wording(problem.message)
    assert str(problem.span) == f"{path}:2:5"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("no.yaml", None, id="none"),
        pytest.param("", None, id="folder"),
        pytest.param("m.yaml", b" " * (4 * 2**20 + 1), id="large"),
        pytest.param("m.yaml/x", b"", id="inside"),
    ],
)
def test_unreadable_files(
    tmp_path: Path, name: str, content: bytes | None, wording: Wording
) -> None:
    path = tmp_path / name
    if content is not None:
        (tmp_path / "m.yaml").write_bytes(content)
    with wording.raises(CompileError):
        read_source(path)


def test_a_path_that_is_no_path() -> None:
    with pytest.raises(CompileError):
        read_source("a\0b")


def test_a_text_is_as_bounded_as_a_file(wording: Wording) -> None:
    with wording.raises(CompileError):
        load_tree(Source("m.yaml", " " * (4 * 2**20 + 1)))
