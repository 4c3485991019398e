"""The pre-commit hook: the files that it selects, and their check."""

import re
from pathlib import Path

import pytest
import yaml

from tests.commands import ROOT, run

pytestmark = pytest.mark.quick

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def test_the_hook_installs_the_package_and_runs_a_command() -> None:
    assert HOOK["id"] == "archspec-check" and HOOK["language"] == "python"
    assert HOOK["types"] == ["yaml"]


@pytest.mark.parametrize(
    ("path", "is_spec"),
    [
        ("specs/resnet50.yaml", True),
        ("specs/tutorials/gluon_nin.yml", True),
        ("models/specs/net.yaml", True),
        ("net.archspec.yaml", True),
        ("models/net.archspec.yml", True),
        ("compose.yaml", False),
        ("archspec.yaml", False),
        ("openspecs/api.yaml", False),
        ("specs.yaml", False),
        ("specs/README.md", False),
    ],
)
def test_specs_are_told_by_their_names(path: str, is_spec: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is is_spec


def test_the_hook_finds_what_is_wrong(tmp_path: Path) -> None:
    good = tmp_path / "good.archspec.yaml"
    good.write_text((ROOT / "specs" / "lenet5.yaml").read_text())
    wrong = tmp_path / "wrong.archspec.yaml"
    wrong.write_text(good.read_text().replace("op: dense", "op: dens"))
    command, *options = HOOK["entry"].split()
    assert command == "archspec"
    assert run(*options, str(good)).exit_code == 0
    done = run(*options, str(good), str(wrong))
    assert done.exit_code == 1 and "'dense'" in done.stderr
