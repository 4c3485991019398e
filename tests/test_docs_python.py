"""The page on Python does what it says."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from archspec.cli.completion import SHELLS
from archspec.testing import plugin
from archspec.view.html import LIMIT
from tests.commands import ROOT, good, run
from tests.test_docs import blocks

PAGE = ROOT / "docs" / "python.md"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_python_runs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good("new", "net")
    good("emit", "net.yaml", "--backend", "torch", "-o", "net.py")
    names: dict[str, Any] = {}
    for block in blocks(PAGE, "python"):
        exec(block, names)
    out = capsys.readouterr().out
    assert "<Spec ResNet50: (3, 224, 224) -> (10,), 23,528,522 parameters" in out
    assert "23528522 (10,)" in out and "[channels, height, width]" in out
    names["test_our_own_file"]()
    names["test_the_spec"]()


@pytest.mark.quick
def test_its_sessions_are_what_happens(here: Path) -> None:
    for block in blocks(PAGE, "console"):
        command, _, output = block.removeprefix("$ ").partition("\n")
        done = run(*shlex.split(command)[1:])
        assert done.stdout == output


@pytest.mark.quick
def test_its_options_are_there() -> None:
    text = PAGE.read_text()
    (toml,) = blocks(PAGE, "toml")
    source = Path(plugin.__file__).read_text()
    for name in re.findall(r"^(\w+) = ", toml, re.M):
        assert f'addini("{name}"' in source
    for option in set(re.findall(r"--archspec-\w+", text)):
        assert f'"{option}"' in source
    (hooks,) = (yaml.safe_load(block) for block in blocks(PAGE, "yaml"))
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hooks["repos"][0]["hooks"][0]["id"] == hook["id"]
    assert set(re.findall(r"archspec completion (\w+) >", text)) == set(SHELLS)
    assert f"At most {LIMIT:,} nodes" in text
