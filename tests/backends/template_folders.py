"""Folders of templates, and a small spec that they print."""

from pathlib import Path

import pytest

from archspec import CompileError, Spec, load

# With a helper in every backend but Paddle.
TEXT = """\
archspec: 1
name: Tiny
input: [3, 8, 8]
params: {classes: 4}
blocks:
  Stem:
    body:
      conv: {op: seq, body: [{op: conv, channels: 4, kernel: 3, padding: [[1, 0], [2, 1]]}]}
      act: {op: activation, kind: relu}
body:
  stem: Stem
  flatten: flatten
  fc: {op: dense, units: classes}
"""
NAMES = {"header": "header.j2", "module": "module.py.j2", "part": "part.j2"}
EXTENDS = '{% extends "archspec/module.py.j2" %}\n'


def tiny(folder: Path, name: str = "tiny.yaml") -> Spec:
    """A small spec, written into ``folder``."""
    (folder / name).write_text(TEXT)
    return load(folder / name)


def write(folder: Path, **files: str) -> str:
    """Write templates into ``folder``, and return its path."""
    for name, text in files.items():
        path = folder / NAMES.get(name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder)


def refused(spec: Spec, folder: str, *parts: str, backend: str = "torch") -> str:
    """The errors about a folder of templates; each of ``parts`` is in them."""
    with pytest.raises(CompileError) as raised:
        spec.emit(backend, folder)
    told = str(raised.value)
    for part in parts:
        assert part in told, told
    return told
