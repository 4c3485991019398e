"""Files of weights: opened, and written for a network."""

import os
import re
import stat
from collections.abc import Mapping

from archspec.atomic import write_whole
from archspec.backends.contract.file_format import FileFormat
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
    """A file that has been opened.

    Attributes:
        path: of it.
        format: that it is in.
        held: what it holds, of which no tensor is read yet.
        about: what a neutral file says of itself.
    """

    path: str
    format: FileFormat
    held: object
    about: Mapping[str, str]

    def state_dicts(self) -> list[State]:
        """All dicts of tensors in it."""
        return state_dicts(self.held)


def open_weights(path: str, format: str | None = None) -> OpenedFile:
    """The file at ``path``, in the ``format`` or else in the one that its content tells.

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
    """The tensors of the state dict at ``key``, as they are there.

    Raises WeightsError if there is none, or several and none has a usual name.
    """
    with reading_of(source.path):
        items = choose(source.held, key).state.items
    found = {name: leaf_of(value) for name, value in items.items()}
    return {name: leaf for name, leaf in found.items() if leaf is not None}


def read_raw(path: str, reading: Reading | None = None) -> dict[str, Array]:
    """The tensors of a file as they are there, by their names there, read-only.

    Of ``reading``, the symbol and the folding have no part in it. Raises WeightsError if
    it cannot be read, or if two tensors are renamed to one.
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
    """Write weights by neutral name as a file, which appears whole or not at all.

    The file is what the emitted class of the format's framework loads by itself. Raises
    WeightsError if they do not fit ``graph``, or if the file cannot be written.
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
                refuse(f"cannot read {path!r}: it is no file")
            return file.read()
    except MemoryError:
        refuse(f"{path}: too large for the memory of this machine")
    except OSError as error:
        refuse(f"cannot read {path!r}: {error.strerror}")
