"""The documentation agrees with the code."""

import re

import pytest

from archspec.backends.contract.refusals import Refusal
from archspec.cli import main
from archspec.spec import OPERATORS
from tests.commands import ROOT
from tests.docs import operators_page
from tests.docs.pages import PAGES

README = ROOT / "README.md"

# --- operators ---------------------------------------------------------------------


@pytest.mark.quick
def test_the_readme_lists_all_operators() -> None:
    text = README.read_text()
    assert text == operators_page.readme(), "run 'make golden'"
    for op in OPERATORS:
        assert f"`{op}`" in text, op


def test_the_reference_of_the_operators_is_up_to_date() -> None:
    assert operators_page.PAGE.read_text() == operators_page.page(), "run 'make golden'"
    assert set(operators_page.TRAPS) <= set(OPERATORS)


# --- what the pages name -----------------------------------------------------------


@pytest.mark.quick
def test_commands_and_files_on_a_page_exist() -> None:
    for path in [*PAGES, ROOT / "CHANGELOG.md"]:
        text = path.read_text()
        commands = re.findall(r"(?:\$ |`|&& )archspec ([a-z]+)", text)
        assert set(commands) <= set(main.commands), path
        prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (path.parent / target).exists(), (path, target)
        for file in re.findall(
            r"`((?:archspec|tests|specs|docs|templates)/[\w/.*]*)`", text
        ):
            assert list(ROOT.glob(file.rstrip("/"))), (path, file)


@pytest.mark.quick
def test_refusals_are_documented() -> None:
    text = " ".join((ROOT / "docs" / "backends.md").read_text().split())
    for refusal in Refusal:
        assert refusal.value in text, refusal


@pytest.mark.quick
def test_the_table_of_the_tests_has_every_file() -> None:
    text = (ROOT / "tests/README.md").read_text()
    listed = re.findall(r"^\| `(\S*test_\w+\.py)` \|", text, flags=re.M)
    found = (ROOT / "tests").rglob("test_*.py")
    names = [path.relative_to(ROOT / "tests").as_posix() for path in found]
    assert sorted(listed) == sorted(names)
