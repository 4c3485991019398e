"""The page on Python names existing things."""

import re
from pathlib import Path

import pytest
import yaml

from archspec.cli.commands.completion import SHELLS
from archspec.testing import plugin
from archspec.view.html import LIMIT
from tests.commands import ROOT
from tests.docs.pages import blocks

PAGE = ROOT / "docs" / "python.md"


@pytest.mark.quick
def test_its_options_are_there() -> None:
    text = PAGE.read_text()
    of = {block.language: block.text for block in blocks(PAGE)}
    source = Path(plugin.__file__).read_text()
    for name in re.findall(r"^(\w+) = ", of["toml"], re.M):
        assert f'addini("{name}"' in source
    for option in set(re.findall(r"--archspec-\w+", text)):
        assert f'"{option}"' in source
    hooks = yaml.safe_load(of["yaml"])
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hooks["repos"][0]["hooks"][0]["id"] == hook["id"]
    assert set(re.findall(r"archspec completion (\w+) >", text)) == set(SHELLS)
    assert f"At most {LIMIT:,} nodes" in " ".join(text.split())
