"""PyTorch's files, as current and earlier versions of ``torch.save`` write a state
dict.

Needs only NumPy. A file is a zip of one pickle and the bytes of each storage; before
PyTorch 1.6, pickles followed by the bytes, and in its first months a tar file; or a
plain pickle of tensors or of NumPy arrays. `pickled` reads the pickles and executes
nothing.
"""

import io

from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.held import Foreign
from archspec.weights.formats.numpy_pickles import numpy_names
from archspec.weights.formats.pickled import unpickle
from archspec.weights.formats.torch_old import (
    MAGIC,
    is_tar,
    loaded_from_bytes,
    old_file,
    tar_file,
)
from archspec.weights.formats.torch_pickles import (
    Bytes,
    Order,
    Storage,
    stated,
    torch_names,
)
from archspec.weights.formats.torch_writer import serialize

__all__ = ["parse", "serialize"]


def parse(data: bytes) -> object:
    """The content of a file: tensors under neutral names, and counters.

    Raises Malformed.
    """
    if data.startswith(b"PK"):
        return _Zip(data).held
    if data.startswith(MAGIC):
        return old_file(data)
    if is_tar(data):
        return tar_file(data)
    try:
        return plain(data)
    except Malformed:
        raise Malformed(
            "it is neither a file of torch.save nor a valid pickle"
        ) from None


def plain(data: bytes, paddle: bool = False) -> object:
    """The content of a pickle without storages, PyTorch's or NumPy's. Raises Malformed."""
    names = {
        **torch_names(),
        **numpy_names(len(data), paddle),
        ("torch.storage", "_load_from_bytes"): loaded_from_bytes(len(data)),
    }
    return unpickle(io.BytesIO(data), names)


class _Zip:
    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        found = [n for n in self.archive.names if n.rpartition("/")[2] == "data.pkl"]
        if len(found) != 1:
            raise Malformed("its zip file has no data.pkl, or several")
        self.folder = found[0].removesuffix("data.pkl")
        order = f"{self.folder}byteorder"
        big = order in self.archive.names and self.archive.read(order) != b"little"
        self.order: Order = ">" if big else "<"
        self.contents: dict[str, Bytes] = {}
        pickled = self.archive.read(found[0])
        names = {**torch_names(), **numpy_names(len(pickled))}
        self.held = unpickle(io.BytesIO(pickled), names, self.storage)

    def storage(self, given: object) -> "Storage | Foreign":
        found = stated(given)
        if isinstance(found, Foreign):
            return found
        kind, key, count, view = found
        if view is not None:
            raise Malformed(f"storage {key!r} is part of another, which cannot be read")
        return Storage(kind, key, count, lambda: self.content(key), self.order)

    def content(self, key: str) -> Bytes:
        if key not in self.contents:
            self.contents[key] = self.archive.read(f"{self.folder}data/{key}")
        return self.contents[key]
