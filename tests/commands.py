"""Runs the command line, and a small spec to run it on."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from archspec.cli import main

ROOT = Path(__file__).parent.parent

SPEC = """\
archspec: 1
name: Tiny
input: [3, 8, 8]
params: {classes: 4, widths: [8, 16], scale: 1.0, kind: relu, bias: true}

body:
  conv: {op: conv, channels: "widths[0]", kernel: 3, bias: bias}
  act: {op: activation, kind: kind}
  conv2: {op: conv, channels: "widths[1]", kernel: 3}
  drop: {op: dropout, drop_prob: scale * 0.5}
  again: {op: reuse, node: act}
  flatten: flatten
  fc: {op: dense, units: classes}
"""


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, args, prog_name="archspec")
    # CliRunner keeps what nothing has caught: no input may lead to that.
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def good(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def bad(code: int, *args: str) -> str:
    result = run(*args)
    assert result.exit_code == code
    assert result.stdout == ""
    return result.stderr


def process(*args: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs Python with ``args``."""
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
