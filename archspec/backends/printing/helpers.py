"""Which helpers a file needs, and which names their definitions read."""

import re
import symtable
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

# Comments above a definition are for those who maintain it.
_COMMENTS = re.compile(r"\A(?:#.*\n|\n)+")


@cache
def definition(file: Path) -> str:
    """The definition of a helper, without the comments above it."""
    text = file.read_text(encoding="utf-8")
    return _COMMENTS.sub("", text).rstrip("\n")


def needed(files: Mapping[str, Path], names: set[str]) -> list[str]:
    """The definitions that ``names`` ask for and those that they need, in the table's order."""
    found: dict[str, str] = {}
    waiting = names & files.keys()
    while waiting:
        found |= {name: definition(files[name]) for name in waiting}
        read = set[str]().union(*(unbound(found[name]) for name in waiting))
        waiting = read & files.keys() - found.keys()
    return [found[name] for name in files if name in found]


@cache
def unbound(source: str) -> set[str]:
    """The names that ``source``, the text of a helper, reads and does not define."""
    top = symtable.symtable(source, "<emitted>", "exec")
    defined = {
        symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()
    }
    return set(_globals(top)) - defined


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (
            symbol.is_global() or table.get_type() == "module"
        ):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals(child)
