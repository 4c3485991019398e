"""Emitted files equal tests/golden, pass ruff, and stay within the agreed length."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from archspec.backends import BACKENDS
from tests.golden_files import CASES, GOLDEN, SPECS, emitted, golden_path

# Lines (torch, paddle, gluon, chainer): a quarter above a good hand.
BUDGETS = {
    "resnet50": (86, 89, 98, 108),
    "vgg16": (40, 40, 42, 74),
    "densenet121": (92, 92, 113, 113),
    "gluon_googlenet": (90, 90, 94, 125),
    "unet": (66, 66, 70, 68),
}
ORDER = ("torch", "paddle", "gluon", "chainer")


@pytest.mark.quick
@pytest.mark.parametrize("path", [*SPECS, *CASES], ids=lambda path: path.stem)
def test_emitted_files_are_golden(path: Path) -> None:
    for target, source in emitted([path]):
        assert target.exists(), "run `make golden` and read what it gives"
        assert target.read_text() == source, target.name


@pytest.mark.quick
def test_golden_files_define_nothing_that_nobody_uses() -> None:
    for path in GOLDEN.glob("*/*.py"):
        tree = ast.parse(path.read_text())
        defined = [
            node.name
            for node in tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
        ]
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert set(defined[:-1]) <= used, path.name  # the last one is the network


@pytest.mark.quick
def test_no_golden_file_is_left_over() -> None:
    wanted = {golden_path(path, b) for path in [*SPECS, *CASES] for b in BACKENDS}
    assert set(GOLDEN.glob("*/*.py")) == wanted


@pytest.mark.quick
@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_golden_files_are_clean(command: list[str]) -> None:
    ruff = [sys.executable, "-m", "ruff", *command, "--isolated", str(GOLDEN)]
    result = subprocess.run(ruff, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.quick
@pytest.mark.parametrize("name", BUDGETS)
def test_lines_stay_within_the_budget(name: str) -> None:
    files = [GOLDEN / "specs" / f"{name}_{backend}.py" for backend in ORDER]
    lines = tuple(len(path.read_text().splitlines()) for path in files)
    over = [
        f"{b} {n} > {m}"
        for b, n, m in zip(ORDER, lines, BUDGETS[name], strict=True)
        if n > m
    ]
    assert not over, over
