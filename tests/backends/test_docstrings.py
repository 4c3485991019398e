"""Any description stays inside its docstring."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archspec.backends.printing.docstring import docstring
from tests.emitted import assert_clean

pytestmark = pytest.mark.quick


def read_back(doc: str) -> str:
    """The docstring that Python sees in a class with the description ``doc``."""
    source = "\n".join(["class Net:", *docstring(doc, 4), "    pass\n"])
    (found,) = ast.parse(source).body
    assert isinstance(found, ast.ClassDef)
    assert len(found.body) == 2, source
    return ast.get_docstring(found) or ""


@settings(max_examples=300, derandomize=True, database=None)
@given(st.text(alphabet=st.sampled_from("ab \"'\\\n\t#{}\u202e\x00é"), max_size=60))
def test_any_text_is_kept_but_for_white_space(doc: str) -> None:
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in doc)
    assert read_back(doc).split() == (shown.split() or ["No", "description."])


@pytest.mark.parametrize("doc", ['"""', '\\"""', 'x"', "\\", '""', '"; import os; "'])
def test_quotes_do_not_end_it(doc: str) -> None:
    assert read_back(doc) == doc


@pytest.mark.parametrize("length", range(78, 92))
def test_ruff_has_nothing_to_say_about_any_length(length: int, tmp_path: Path) -> None:
    for name, doc in (
        ("words", f"{'a' * (length - 7)} b c d."),
        ("word", "a" * length),
    ):
        source = "\n".join(["class Net:", *docstring(doc, 4), "", "    x = 1", ""])
        assert_clean({name: source}, tmp_path)


def test_long_text_wraps_at_88_columns() -> None:
    lines = docstring("word " * 60, 4)
    assert len(lines) > 2
    assert all(len(line) <= 88 for line in lines)
