"""Builds files by hand, valid and invalid."""

import io
import tracemalloc
import zipfile

import torch

from archspec.reference.ops import Array
from archspec.weights.fitting.choice import choose
from archspec.weights.formats import FORMATS
from archspec.weights.formats.held import leaf_of

ALLOWED = 8 * 2**20  # bytes that may be taken to find out


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def torch_zip(pickled: bytes, **storages: bytes) -> bytes:
    data = {f"archive/data/{key}": value for key, value in storages.items()}
    version = {"archive/version": b"3\n"}
    return zipped({"archive/data.pkl": pickled, **data, **version})


def old_torch(held: object) -> bytes:
    file = io.BytesIO()
    torch.save(held, file, _use_new_zipfile_serialization=False)
    return file.getvalue()


def new_torch(held: object) -> bytes:
    file = io.BytesIO()
    torch.save(held, file)
    return file.getvalue()


def call(name: str, *arguments: bytes) -> bytes:
    module, _, attribute = name.rpartition(".")
    return f"c{module}\n{attribute}\n".encode() + b"(" + b"".join(arguments) + b"tR"


class taking_little:
    """Fail if more than ``ALLOWED`` bytes are allocated meanwhile."""

    def __enter__(self) -> None:
        tracemalloc.start()

    def __exit__(self, *_: object) -> None:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < ALLOWED


def parsed(format: str, data: bytes) -> dict[str, Array]:
    """All tensors of a file that is read as ``format``."""
    items = choose(FORMATS[format].codec.parse(data)).state.items
    leaves = {name: leaf_of(value) for name, value in items.items()}
    return {name: leaf.array(name) for name, leaf in leaves.items() if leaf is not None}
