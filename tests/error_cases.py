"""Wrong specs under ``errors/``, and specs with warnings under ``lints/``.

The leading comment of a fixture is the exact rendering of what is said about it, so the
line numbers in it count the comment itself. ``python -m tests.error_cases`` renews the
comments after a change of wording: read the difference before you keep it.
"""

import os
from collections.abc import Callable
from pathlib import Path

import archspec
from archspec.backends import BACKENDS
from archspec.lint import lint
from archspec.text.problems import CompileError, Problem, render

FOLDER = Path(__file__).parent / "errors"
LINTS = Path(__file__).parent / "lints"
FIXTURES = sorted([*FOLDER.glob("*.yaml"), *LINTS.glob("*.yaml")])


def problems_of(path: Path) -> list[Problem]:
    """The problems of a spec; positions name the file without a folder."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        spec = archspec.load(path.name)
        for backend in BACKENDS:
            spec.emit(backend)
        return lint(spec.network, spec.graph)
    except CompileError as error:
        return error.problems
    finally:
        os.chdir(here)


def said_of(path: Path) -> str:
    """The problems of a spec, as a terminal shows them."""
    return "\n\n".join(map(render, problems_of(path)))


def read(path: Path) -> str:
    """The text of a fixture, with its own line breaks."""
    return path.read_bytes().decode()


def split(text: str) -> tuple[str, str]:
    """The expected messages, and the spec below them."""
    lines = text.split("\n")
    starts = (k for k, line in enumerate(lines) if not line.startswith("#"))
    count = next(starts, len(lines))
    comment = "\n".join(line[2:] for line in lines[:count])
    return comment, "\n".join(lines[count:])


def renew(path: Path, told: Callable[[Path], str] = said_of) -> None:
    """Write the messages above the spec. Raises ValueError if there are none."""
    while True:
        comment, spec = split(read(path))
        found = told(path)
        if not found:
            raise ValueError(f"nothing is said about {path.name}")
        if found == comment:
            return
        # The comment moves the lines below it: write, and look again.
        lines = [f"# {line}".rstrip() for line in found.splitlines()]
        path.write_text("\n".join(lines) + "\n" + spec, newline="")


if __name__ == "__main__":
    for fixture in FIXTURES:
        renew(fixture)
