"""Specs that are wrong, under ``errors/``; each starts with what is said about it.

The leading comment of a fixture is the exact rendering of the error, so the line numbers
in it count the comment itself. ``python -m tests.error_cases`` renews the comments after
a change of wording: read the difference before you keep it.
"""

import os
from pathlib import Path

from archspec.check import check_names
from archspec.graph.elaborate import elaborate
from archspec.read import load_network
from archspec.text.problems import CompileError

FOLDER = Path(__file__).parent / "errors"


def error_of(path: Path) -> str:
    """What the front end says about a spec; positions name the file without a folder."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        network = load_network(path.name)
        check_names(network)
        elaborate(network)
    except CompileError as error:
        return str(error)
    finally:
        os.chdir(here)
    return ""


def split(text: str) -> tuple[str, str]:
    """The expected error and the spec below it."""
    lines = text.splitlines()
    starts = (k for k, line in enumerate(lines) if not line.startswith("#"))
    count = next(starts, len(lines))
    comment = "\n".join(line[2:] for line in lines[:count])
    return comment, "\n".join(lines[count:]) + "\n"


def renew(path: Path) -> None:
    """Write the current error above the spec. Raises ValueError if there is none."""
    while True:
        comment, spec = split(path.read_text())
        found = error_of(path)
        if not found:
            raise ValueError(f"nothing is wrong with {path.name}")
        if found == comment:
            return
        # The comment moves the lines below it: write, and look again.
        lines = [f"# {line}".rstrip() for line in found.splitlines()]
        path.write_text("\n".join(lines) + "\n" + spec)


if __name__ == "__main__":
    for fixture in sorted(FOLDER.glob("*.yaml")):
        renew(fixture)
