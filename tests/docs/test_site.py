"""The documentation as a site: checks that the strict build does not make."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import hooks
from tests.commands import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_pages_link_to_files_and_to_each_other(site: Path) -> None:
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue  # served for any path, it has paths from the top
        for target in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text()):
            if ":" not in target:
                assert (page.parent / target).exists(), (page.name, target)
    # Links out of the pages' folder lead to copies.
    license = (ROOT / "LICENSE").read_text()
    assert (site / "files/LICENSE").read_text() == license


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert not re.search(r'<(script|img|iframe)[^>]* src="https?:', text), page
        assert not re.search(r'<link[^>]*"https?:', text), page


def test_code_in_a_list_stays_in_it(site: Path) -> None:
    text = (site / "internals.html").read_text()
    assert "<li>" in text
    assert "```" not in text


LISTS = """\
Text:
- a
  b

  1. c

     ```yaml
     - d
     ```
- e
- f

g
"""
INDENTED = """\
Text:

- a
    b

    1. c

        ```yaml
        - d
        ```

- e
- f

g
"""


def test_lists_are_indented() -> None:
    assert hooks.indented(LISTS) == INDENTED


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\]\((.*)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
