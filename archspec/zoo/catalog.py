"""The specs that come with the package, by name: ``resnet50``, ``tutorials/gluon_nin``."""

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from archspec import assets
from archspec.text.problems import CompileError, Problem, suggest

SUFFIXES = (".yaml", ".yml")


def folder() -> Path:
    """The folder of the zoo."""
    return assets.folder("specs")


def names(patterns: Iterable[str] = ("*",)) -> list[str]:
    """The names that match one of ``patterns``; networks of tutorials come last.

    ``*`` matches any characters, ``?`` one, ``[xy]`` one of these.
    """
    wanted = tuple(patterns)
    found = [
        path.relative_to(folder()).with_suffix("").as_posix()
        for path in folder().rglob("*.yaml")
    ]
    matching = (name for name in found if any(fnmatchcase(name, p) for p in wanted))
    return sorted(matching, key=lambda name: (name.count("/"), name))


def path_of(spec: "str | os.PathLike[str]") -> "str | os.PathLike[str]":
    """The file of a spec, given as a path or a name.

    Anything that exists, or ends in ``.yaml``, is a path; anything else is a name.

    Raises:
        CompileError: a name that no spec has.
    """
    name = os.fspath(spec)
    if os.path.isfile(name) or name.endswith(SUFFIXES):
        return spec
    known = names()
    if name in known:
        return shown(folder() / f"{name}.yaml")
    if os.path.exists(name):
        return spec  # a pipe, or a folder, which is a separate error
    if os.path.isfile(f"{name}.yaml"):
        help = f"did you mean the file '{name}.yaml'?"
    else:
        help = (
            suggest(name, known) or "'archspec zoo' lists the specs that come with it"
        )
    raise CompileError([Problem(f"there is no file and no spec '{name}'", help=help)])


def shown(path: Path) -> "str | Path":
    """A path in messages: relative to the working folder if it is below it."""
    near = path.is_relative_to(Path.cwd())
    return os.path.relpath(path) if near else path
