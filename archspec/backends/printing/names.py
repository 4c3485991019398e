"""The names that the source of a module defines, and those that it takes from elsewhere."""

import symtable
from collections.abc import Iterator
from functools import cache


def defined(source: str) -> set[str]:
    """The names that ``source`` defines at module level."""
    return {
        symbol.get_name()
        for symbol in _table(source).get_symbols()
        if symbol.is_assigned() or symbol.is_imported()
    }


@cache
def unbound(source: str) -> set[str]:
    """The names that ``source`` reads and does not define."""
    return set(_globals(_table(source))) - defined(source)


@cache
def _table(source: str) -> symtable.SymbolTable:
    return symtable.symtable(source, "<emitted>", "exec")


def _globals(top: symtable.SymbolTable) -> Iterator[str]:
    tables = [top]
    for table in tables:  # not a recursion: lambdas nest deeper than calls can
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or table is top):
                yield symbol.get_name()
