"""The other project called archspec, installed in place of this one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.wording import Wording

pytestmark = pytest.mark.quick


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A folder with a package ``archspec``, laid out as in the other project."""
    package = tmp_path / "archspec"
    package.mkdir()
    (package / "__init__.py").write_text('__version__ = "0.2.7"\n')
    (package / "cli.py").write_text("def main():\n    print('the other')\n")
    return tmp_path


def run(*code: str, first: Path, then: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (first, then)))
    return subprocess.run(
        [sys.executable, "-c", "\n".join(code), "emit", "lenet5", "-b", "torch"],
        env={**os.environ, "PYTHONPATH": path},
        cwd=ROOT / "docs",  # which holds no package: Python looks there first
        capture_output=True,
        text=True,
        check=False,
    )


START = ("from archspec_nn import main", "main()")


def test_the_command_says_that_python_finds_the_other_first(
    other: Path, wording: Wording
) -> None:
    done = run(*START, first=other, then=ROOT)
    assert (done.returncode, done.stdout) == (1, "")
    wording(done.stderr)
    assert str(other) in done.stderr


def test_so_does_the_others_command_where_both_share_a_folder(
    other: Path, wording: Wording
) -> None:
    """The other was installed last: its ``__init__`` and its command replaced ours."""
    for name in ("cli", "text", "view"):
        (other / "archspec" / name).symlink_to(ROOT / "archspec" / name)
    code = ("from archspec.cli import main", "main()")
    done = run(*code, first=other, then=ROOT)
    assert (done.returncode, done.stdout) == (1, "")
    wording(done.stderr)


def test_the_command_runs_where_this_project_comes_first(other: Path) -> None:
    done = run(*START, first=ROOT, then=other)
    assert done.returncode == 0, done.stderr
    assert "class LeNet5" in done.stdout


def test_no_page_installs_the_other() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        words = page.read_text(encoding="utf-8").split()
        calls = [words[i + 2] for i in range(len(words) - 2) if words[i] == "pip"]
        assert not {"archspec", "archspec`"} & set(calls), page
