"""Files of weights, read and written for a network."""

import os
import stat
from collections.abc import Mapping

from archspec.atomic import write_whole
from archspec.graph.nodes import Graph
from archspec.graph.numpy_ops import Array
from archspec.weights.digest import graph_digest
from archspec.weights.errors import Malformed, refuse
from archspec.weights.fit import check_fit
from archspec.weights.formats import format_of, safetensors
from archspec.weights.rename import Rules, renamed
from archspec.weights.slots import slots


def read_raw(path: str, format: str | None = None) -> dict[str, Array]:
    """The tensors of a file as they are there, by their names there, read-only.

    Raises WeightsError if it cannot be read.
    """
    found = format_of(path, format)
    data = _bytes(path)
    try:
        return found.codec.parse(data)
    except Malformed as error:
        refuse(f"{path}: {error.message}", error.help)
    except MemoryError:
        refuse(f"{path}: too large for the memory of this machine")


def read_about(path: str, format: str | None = None) -> dict[str, str]:
    """What a neutral file says of itself, and nothing for another one.

    Raises WeightsError if it cannot be read.
    """
    if not format_of(path, format).neutral:
        return {}
    try:
        return safetensors.about(_bytes(path))
    except Malformed as error:
        refuse(f"{path}: {error.message}", error.help)


def load_weights(
    path: str,
    graph: Graph,
    format: str | None = None,
    rules: Rules = (),
    whole: Graph | None = None,
) -> dict[str, Array]:
    """The weights of ``graph`` in a file, by neutral name and in PyTorch's layouts.

    ``rules`` rename what is in the file before anything is looked for. The file may hold
    what the ``whole`` network has that ``graph`` is a part of. Raises WeightsError if it
    cannot be read or does not fit, listing all that does not.
    """
    backend = format_of(path, format).backend
    given = renamed(read_raw(path, format), rules, path)
    known = slots(graph, backend)
    wanted = {slot.name: slot.shape for slot in known if slot.neutral}
    possible = known if whole is None else [*known, *slots(whole, backend)]
    ignored = {slot.name for slot in possible} - wanted.keys()
    check_fit(given, wanted, ignored, path, graph.name)
    return {
        slot.neutral: slot.to_neutral(
            given[slot.name], graph.tensors[slot.neutral].shape
        )
        for slot in known
        if slot.neutral
    }


def save_weights(
    path: str, graph: Graph, weights: Mapping[str, Array], format: str | None = None
) -> None:
    """Write weights by neutral name as a file, which appears whole or not at all.

    The file is what the emitted class of the format's framework loads by itself. Raises
    WeightsError if they do not fit ``graph``, or if the file cannot be written.
    """
    found = format_of(path, format)
    wanted = {name: info.shape for name, info in graph.tensors.items()}
    check_fit(weights, wanted, (), "the weights", graph.name)
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
    except OSError as error:
        refuse(f"cannot read {path!r}: {error.strerror}")
