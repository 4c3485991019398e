"""The tensors of a checkpoint of MXNet's Module, as its symbol has them used."""

import os
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from archspec.graph.nodes import Graph
from archspec.record import replace
from archspec.reference.ops import Array
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError, reading_of
from archspec.weights.formats.held import Ready, leaf_of
from archspec.weights.names.entries import Entries, Entry, variable
from archspec.weights.names.slots import Slot
from archspec.weights.names.symbol import ModuleSymbol, beside, read_symbol
from archspec.weights.notes import Note
from archspec.weights.reading import Reading

_WITHOUT = (
    "no -symbol.json lies beside {path}: in MXNet a batch norm whose fix_gamma is set, "
    "which is its default, takes 1 for gamma whatever the file holds. Name the symbol "
    "(--symbol FILE), or make sure that fix_gamma is False in it; eps is in it as well. "
    "Not 1, and taken as they are:"
)


def module_tensors(
    entries: Entries,
    known: Sequence[Slot],
    graph: Graph,
    path: str,
    reading: Reading,
    notes: list[Note],
) -> dict[str, str]:
    """Make ``entries`` what the symbol has of them, and say why some are not there.

    Raises WeightsError if the symbol is not that of the weights, or has another ``eps``
    than ``graph``.
    """
    scales = _scales(known, graph)
    found = os.fspath(reading.symbol) if reading.symbol else beside(path)
    if found is None:
        lines = [_shown(name, entries, path) for name in scales]
        if changed := tuple(line for line in lines if line):
            notes.append(Note(_WITHOUT.format(path=path), changed, warns=True))
        return {}
    symbol = read_symbol(found)
    notes.append(Note(f"read {symbol.path}"))
    _check_norms(entries, scales, symbol)
    _fix(entries, scales, symbol, path, notes)
    _drop(entries, symbol, path, notes)
    reason = f"{symbol.path} has no_bias there"
    return {
        slot.name: reason
        for slot in known
        if (layer := slot.name.removesuffix(".bias")) != slot.name
        and layer.replace(".", "_") in symbol.bare
    }


def _scales(known: Iterable[Slot], graph: Graph) -> dict[str, float]:
    """The scales of the network's norms, with the eps that the spec has."""
    nodes = {node.path: node for node in graph.nodes}
    found: dict[str, float] = {}
    for slot in known:
        node = nodes.get((slot.neutral or slot.like).rpartition(".")[0])
        eps = getattr(node.op, "eps", None) if node else None
        if eps is not None and slot.name.endswith(".gamma"):
            found[slot.name] = float(eps)
    return found


def _check_norms(
    entries: Entries, scales: Mapping[str, float], symbol: ModuleSymbol
) -> None:
    lines: list[str] = []
    for name, eps in scales.items():
        if name not in entries:
            continue
        norm = symbol.norms.get(variable(entries[name]))
        if norm is None:
            lines.append(f"{entries[name].origin}: no norm there has this scale")
        elif norm.eps != eps:
            layer = name.rpartition(".")[0]
            lines.append(f"{layer}: eps is {eps:g} in the spec, {norm.eps:g} there")
    if lines:
        help = (
            "write the eps of the symbol into the spec, or name another one: --symbol"
        )
        message = f"the network is not that of {symbol.path}"
        raise WeightsError([Problem(message, None, help, tuple(lines))])


def _fix(
    entries: Entries,
    scales: Mapping[str, float],
    symbol: ModuleSymbol,
    path: str,
    notes: list[Note],
) -> None:
    lines: list[str] = []
    for name in scales:
        entry = entries.get(name)
        if entry is None or not symbol.norms[variable(entry)].fixed:
            continue
        if line := _shown(name, entries, path):
            lines.append(line)
        array = _numbers(entry, name, path)
        if array is not None:
            entries[name] = replace(entry, value=Ready(np.ones_like(array)))
    if lines:
        message = (
            f"fix_gamma is set in {symbol.path}: these are 1, whatever {path} holds:"
        )
        notes.append(Note(message, tuple(lines)))


def _drop(entries: Entries, symbol: ModuleSymbol, path: str, notes: list[Note]) -> None:
    """Leave out what the symbol has no variable for; MXNet would not use it."""
    stray = [
        name
        for name, entry in entries.items()
        if entry.origin.startswith("arg:") and variable(entry) not in symbol.variables
    ]
    for name in stray:
        del entries[name]
    if stray:
        message = f"left out, since {symbol.path} does not use them:"
        notes.append(Note(message, tuple(stray)))


def _shown(name: str, entries: Entries, path: str) -> str:
    """A line for a scale that is not 1; nothing for one that is."""
    if name not in entries:
        return ""
    array = _numbers(entries[name], name, path)
    if array is None or not array.size or (array == 1).all():
        return ""
    least, largest = float(array.min()), float(array.max())
    return f"{entries[name].origin}: from {least:.4g} to {largest:.4g}"


def _numbers(entry: Entry, name: str, path: str) -> Array | None:
    leaf = leaf_of(entry.value)
    if leaf is None:
        return None
    with reading_of(path):
        return leaf.array(name)
