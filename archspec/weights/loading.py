"""Loading the weights of a network from a file of any framework."""

import re
from collections.abc import Mapping, Sequence

from archspec.backends import NEUTRAL
from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.reference.ops import Array
from archspec.text.problems import Problem
from archspec.weights.errors import Malformed, WeightsError, reading_of, refuse
from archspec.weights.files import OpenedFile, open_weights
from archspec.weights.fitting.choice import TABLE, ChosenTensors, choose
from archspec.weights.fitting.exact import exact_arrays
from archspec.weights.fitting.fit import check_fit
from archspec.weights.fitting.fold import Folding, check_iterated, folded
from archspec.weights.formats import own_format
from archspec.weights.formats.held import Ready, described, leaf_of, why_unread
from archspec.weights.formats.torch_pickles import StoredTensor
from archspec.weights.names.entries import (
    Entries,
    dotted,
    entries_of,
    is_module,
    structured,
    without_prefix,
)
from archspec.weights.names.module import module_tensors
from archspec.weights.names.naming import naming
from archspec.weights.names.rename import rename
from archspec.weights.names.slots import Slot, check_unused, slots
from archspec.weights.notes import Note
from archspec.weights.reading import Reading


@record(eq=False)
class Loaded:
    """The weights of a network, by neutral name and in PyTorch's layouts.

    Attributes:
        weights: the arrays.
        notes: notes for the user about the file.
    """

    weights: dict[str, Array]
    notes: list[Note]


def load_weights(
    path: str, graph: Graph, reading: Reading | None = None, whole: Graph | None = None
) -> Loaded:
    """The weights of ``graph`` in a file.

    The file may contain the weights of ``whole``, the network from which ``graph`` was
    cut. Raises WeightsError if it cannot be read or does not fit, with all problems.
    """
    reading = reading or Reading()
    source = open_weights(path, reading.format)
    with reading_of(path):
        choice = choose(source.held, reading.key)
        notes = list(_about_choice(choice, path))
        entries, backend = _entries(source, choice, graph, reading, notes)
    known = slots(graph, backend)
    possible = known if whole is None else [*known, *slots(whole, backend)]
    why: dict[str, str] = {}
    own = own_format(backend)
    if reading.symbol and not own.symbols:
        refuse(f"{path}: it is not a file of MXNet, so it has no symbol")
    if own.symbols and (is_module(entries) or reading.symbol):
        entries = dotted(entries, possible)
        why = module_tensors(entries, possible, whole or graph, path, reading, notes)
    if own.norms.iterated:
        with reading_of(path):
            names = [slot.name for slot in known if slot.neutral]
            check_iterated(entries, names, own)
    surplus = _surplus(entries, possible, reading, path, notes)
    leaves = {
        slot.name: leaf
        for slot in known
        if slot.name in entries and (leaf := leaf_of(entries[slot.name].value))
    }
    wanted = {slot.name: slot.shape for slot in known if slot.neutral}
    found = {name: leaf for name, leaf in leaves.items() if name in wanted}
    given = exact_arrays(found, reading, path)
    why |= {
        name: reason
        for name in surplus
        if (leaf := leaf_of(entries[name].value)) and (reason := why_unread(leaf, name))
    }
    check_fit(given, surplus, wanted, path, graph.name, why)
    check_unused(known, leaves, path)
    return Loaded(_neutral(known, given, graph), notes)


def _about_choice(choice: ChosenTensors, path: str) -> Sequence[Note]:
    key = choice.state.key
    if choice.others:
        message = (
            f"took {key!r} of {path}; it has tensors of the same shapes elsewhere:"
        )
        lines = tuple(f"{other!r} (--key {other})" for other in choice.others)
        return [Note(message, lines, warns=True)]
    if not choice.usual:
        return [Note(f"took {key!r} of {path}")]
    return []


def _entries(
    source: OpenedFile,
    choice: ChosenTensors,
    graph: Graph,
    reading: Reading,
    notes: list[Note],
) -> tuple[Entries, str]:
    """The content of the chosen dict by the names of a backend, and that backend."""
    path, format = source.path, source.format
    backends = _backends(source, choice, reading)
    items = structured(choice.state.items)
    if format.snapshots and not reading.key:
        wanted = [slot.name for slot in slots(graph, format.backend) if slot.neutral]
        prefix, items = without_prefix(items, wanted)
        if prefix:
            notes.append(Note(f"took {prefix!r} of {path}, a trainer's snapshot"))
    if reading.fold or reading.fold_dim is not None:
        items, done = _folded(items, backends, graph, reading)
        if done:
            notes.append(Note(f"folded in {path}:", tuple(done)))
    entries = entries_of(items, reading, path)
    return entries, naming(entries, backends, graph)


def _folded(
    items: Mapping[str, object],
    backends: Sequence[str],
    graph: Graph,
    reading: Reading,
) -> tuple[dict[str, object], list[str]]:
    """``items`` without weights in parts. Raises Malformed if backends disagree on
    them.
    """
    kinds = {node.path: node.kind for node in graph.nodes}

    def kind_of(name: str) -> str:
        return kinds.get(rename(name, reading.map).rpartition(".")[0], "")

    ways = dict.fromkeys(own_format(backend).norms for backend in backends)
    found = [folded(items, Folding(way, reading.fold_dim, kind_of)) for way in ways]
    (whole, done), *others = found
    if any(_bits(other) != _bits(whole) for other, _ in others):
        raise Malformed(
            f"its parts give different weights in {' and in '.join(backends)}",
            f"name the framework: --from {' or --from '.join(backends)}",
        )
    return whole, done


def _bits(items: Mapping[str, object]) -> dict[str, bytes]:
    ready = {name: value for name, value in items.items() if isinstance(value, Ready)}
    return {name: leaf.array(name).tobytes() for name, leaf in ready.items()}


def _backends(
    source: OpenedFile, choice: ChosenTensors, reading: Reading
) -> tuple[str, ...]:
    """Backends whose names and layouts the file may have, the likeliest first."""
    format, items = source.format, choice.state.items
    if any(isinstance(value, StoredTensor) for value in items.values()):
        return (NEUTRAL,)
    # Paddle pairs a tensor with its name, or adds a table of names.
    own = TABLE in items or any(isinstance(item, tuple) for item in items.values())
    named = format.own_suffix and source.path.lower().endswith(format.suffixes)
    if reading.format is not None or own or named:
        return (format.backend,)
    return (format.backend, *format.others)


def _surplus(
    entries: Entries,
    possible: Sequence[Slot],
    reading: Reading,
    path: str,
    notes: list[Note],
) -> list[str]:
    """The names that the network does not need and that are not ignored.

    Raises WeightsError if one of them, or a needed one, is not a tensor.
    """
    known = {slot.name for slot in possible}
    needed = {slot.name for slot in possible if slot.neutral}
    ignored = [
        name
        for name, entry in entries.items()
        if name not in needed
        and any(
            re.search(pattern, text)
            for pattern in reading.ignore
            for text in (name, entry.origin)
        )
    ]
    if ignored:
        notes.append(Note(f"ignored in {path}:", tuple(ignored)))
    for name in ignored:
        del entries[name]
    strange = {
        name: described(entry.value)
        for name, entry in entries.items()
        if leaf_of(entry.value) is None and (name in needed or name not in known)
    }
    if strange:
        raise WeightsError([_no_tensors(strange, needed, path)])
    return [name for name in entries if name not in known]


def _no_tensors(strange: Mapping[str, str], needed: set[str], path: str) -> Problem:
    lines = tuple(f"{name}: {phrase}" for name, phrase in strange.items())
    fault = (
        "1 item is not a tensor"
        if len(lines) == 1
        else f"{len(lines)} items are not tensors"
    )
    help = "leave them out by name: --ignore REGEX; or select a dict in it: --key"
    if any(name in needed for name in strange):
        help = "weights need no code: save the state dict alone, not the network"
    return Problem(f"{fault} in {path}", None, help, lines)


def _neutral(
    known: Sequence[Slot], given: Mapping[str, Array], graph: Graph
) -> dict[str, Array]:
    return {
        slot.neutral: slot.to_neutral(
            given[slot.name], graph.tensors[slot.neutral].shape
        )
        for slot in known
        if slot.neutral
    }
