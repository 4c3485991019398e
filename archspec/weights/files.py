"""Weight files: opening, and writing for a network."""

import os
import re
import stat
from collections.abc import Mapping

from archspec.atomic import write_whole
from archspec.backends.contract.facts.file_format import FileFormat
from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.reference.ops import Array
from archspec.weights.digest import graph_digest
from archspec.weights.errors import reading_of, refuse
from archspec.weights.fitting.choice import State, choose, state_dicts
from archspec.weights.fitting.exact import exact_arrays
from archspec.weights.fitting.fit import check_fit
from archspec.weights.formats import (
    FORMATS,
    format_called,
    format_to_write,
    safetensors,
)
from archspec.weights.formats.detect import detect
from archspec.weights.formats.held import HeldTensor, leaf_of
from archspec.weights.names.rename import rename, renamed
from archspec.weights.names.slots import slots
from archspec.weights.reading import Reading


@record(eq=False)
class OpenedFile:
    """An open file.

    Attributes:
        path: its path.
        format: its format.
        held: its content, with tensors that are not read yet.
        about: the metadata of a neutral file.
    """

    path: str
    format: FileFormat
    held: object
    about: Mapping[str, str]

    def state_dicts(self) -> list[State]:
        """All dicts of tensors in the file."""
        return state_dicts(self.held)


def open_weights(path: str, format: str | None = None) -> OpenedFile:
    """Open the file at ``path`` in ``format``, or in the one that its content shows.

    Raises WeightsError if it cannot be read.
    """
    forced = format_called(format) if format is not None else None
    data = _bytes(path)
    with reading_of(path):
        found = forced or FORMATS[detect(data)]
        held = found.codec.parse(data)
        about = safetensors.about(data) if found.neutral else {}
        return OpenedFile(path, found, held, about)


def leaves(source: OpenedFile, key: str = "") -> dict[str, HeldTensor]:
    """The tensors of the state dict at ``key``, unchanged.

    Raises WeightsError if there is none, or several and none has a usual name.
    """
    with reading_of(source.path):
        items = choose(source.held, key).state.items
    found = {name: leaf_of(value) for name, value in items.items()}
    return {name: leaf for name, leaf in found.items() if leaf is not None}


def read_raw(path: str, reading: Reading | None = None) -> dict[str, Array]:
    """The tensors of a file unchanged and read-only, by their names in it.

    Ignores the symbol and the folding of ``reading``. Raises WeightsError if the file
    cannot be read, or if two tensors are renamed to one.
    """
    reading = reading or Reading()
    source = open_weights(path, reading.format)
    found = {
        name: leaf
        for name, leaf in leaves(source, reading.key).items()
        if not any(
            re.search(pattern, text)
            for pattern in reading.ignore
            for text in (name, rename(name, reading.map))
        )
    }
    return exact_arrays(renamed(found, reading.map, path), reading, path)


def save_weights(
    path: str, graph: Graph, weights: Mapping[str, Array], format: str | None = None
) -> None:
    """Write weights by neutral name to a file, which appears complete or not at all.

    The emitted class of the format's framework can load the file by itself. Raises
    WeightsError if the weights do not fit ``graph``, or if the file cannot be written.
    """
    found = format_to_write(path, format)
    wanted = {name: info.shape for name, info in graph.tensors.items()}
    surplus = [name for name in weights if name not in wanted]
    check_fit(weights, surplus, wanted, "the weights", graph.name)
    tensors = {
        slot.name: slot.to_native(weights[slot.neutral])
        if slot.neutral
        else slot.filler(weights)
        for slot in slots(graph, found.backend)
        if slot.neutral or not found.neutral
    }
    about = {"spec": graph.name, "graph": graph_digest(graph)}
    data = found.codec.serialize(tensors, about)
    try:
        write_whole(path, data)
    except OSError as error:
        refuse(f"cannot write {path!r}: {error.strerror}")


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                refuse(f"cannot read {path!r}: it is not a file")
            return file.read()
    except MemoryError:
        refuse(f"{path}: too large for the memory of this machine")
    except OSError as error:
        refuse(f"cannot read {path!r}: {error.strerror}")
