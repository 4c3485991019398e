"""The tensors of an MXNet Module checkpoint, as its symbol uses them."""

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
    "no -symbol.json is next to {path}: a batch norm in MXNet with fix_gamma, which is "
    "the default, uses 1 for gamma whatever the file contains. Name the symbol "
    "(--symbol FILE), or make sure that fix_gamma is False in it; check eps there too. "
    "Not 1, and used unchanged:"
)


def module_tensors(
    entries: Entries,
    known: Sequence[Slot],
    graph: Graph,
    path: str,
    reading: Reading,
    notes: list[Note],
) -> dict[str, str]:
    """Update ``entries`` by the symbol. Returns the reasons for missing ones.

    Raises WeightsError if the symbol does not belong to the weights, or if its ``eps``
    differs from that in ``graph``.
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
    """The scales of the network's norms, with their eps in the spec."""
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
            lines.append(
                f"{entries[name].origin}: no norm in the symbol has this scale"
            )
        elif norm.eps != eps:
            layer = name.rpartition(".")[0]
            lines.append(
                f"{layer}: eps is {eps:g} in the spec, {norm.eps:g} in the symbol"
            )
    if lines:
        help = "write the symbol's eps into the spec, or name another symbol: --symbol"
        message = f"the network differs from {symbol.path}"
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
            f"fix_gamma is set in {symbol.path}: these are 1, whatever {path} contains:"
        )
        notes.append(Note(message, tuple(lines)))


def _drop(entries: Entries, symbol: ModuleSymbol, path: str, notes: list[Note]) -> None:
    """Leave out tensors without a variable in the symbol; MXNet would not use them."""
    stray = [
        name
        for name, entry in entries.items()
        if entry.origin.startswith("arg:") and variable(entry) not in symbol.variables
    ]
    for name in stray:
        del entries[name]
    if stray:
        message = f"left out, because {symbol.path} does not use them:"
        notes.append(Note(message, tuple(stray)))


def _shown(name: str, entries: Entries, path: str) -> str:
    """A line for a scale that is not 1; empty for one that is."""
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
