"""Emitted text: checked by ruff with its defaults, and printed by other processes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from archspec.backends.printing.doc import one_line
from archspec.backends.printing.document import document
from archspec.backends.python.expressions import as_python
from archspec.backends.python.nodes import Code

ROOT = Path(__file__).parent.parent


def python_of(code: Code) -> str:
    """``code`` as Python, on one line."""
    return one_line(document(as_python(code)))


def ruff(*arguments: str) -> str:
    """The complaints of ruff, without any configuration."""
    program = shutil.which("ruff", path=Path(sys.executable).parent)
    assert program, "ruff is part of the extra 'test'"
    command = [program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def assert_clean(files: Mapping[str, str], folder: Path) -> None:
    """Every text passes ``ruff check`` and ``ruff format --check`` unchanged."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    assert ruff("check", "--isolated", "--quiet", str(folder)) == ""
    assert ruff("format", "--isolated", "--quiet", "--diff", str(folder)) == ""


def run_with_seed(script: str, seed: int, *arguments: str) -> str:
    """The output of ``script`` in a new process with this seed of hashes."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    ).stdout
