"""Finds the helpers that a file needs, directly or through other helpers."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from archspec.backends.printing.names import unbound

_COMMENTS = re.compile(r"\A(?:#.*\n|\n)+")


def without_comments(text: str) -> str:
    """The definition in a helper's file, without the maintainers' comments above it."""
    return _COMMENTS.sub("", text).rstrip("\n")


def needed(
    files: Mapping[str, Path], names: set[str], text_of: Callable[[str, Path], str]
) -> list[str]:
    """The texts of the helpers that ``names`` need, in the order of ``files``."""
    found: dict[str, str] = {}
    waiting = names & files.keys()
    while waiting:
        found |= {name: text_of(name, files[name]) for name in waiting}
        read = set[str]().union(*(unbound(found[name]) for name in waiting))
        waiting = read & files.keys() - found.keys()
    return [found[name] for name in files if name in found]
