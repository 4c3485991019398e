"""Writes a state dict as ``torch.save`` does.

The pickle is written instruction by instruction, because the classes that it names
belong to PyTorch, which need not be installed.
"""

import io
import struct
import zipfile
from collections.abc import Mapping
from math import prod

import numpy as np

from archspec.reference.ops import Array
from archspec.weights.formats.arrays import little

# The dtype of a storage, by the name of its class in torch.
STORAGES: Mapping[str, str] = {
    "FloatStorage": "f4",
    "DoubleStorage": "f8",
    "HalfStorage": "f2",
    "LongStorage": "i8",
    "IntStorage": "i4",
    "ShortStorage": "i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "?",
}
_KINDS = {np.dtype(code).name: name for name, code in STORAGES.items()}
_ALIGNMENT = 64  # bytes; torch can then map the file
_LOCAL_HEADER = 30  # bytes of a zip's header of a member, before its name
_PADDING = struct.Struct("<HH")  # a field of that header that every reader skips

# Instructions of pickle, protocol 2.
_BEGIN, _END = b"\x80\x02}(", b"u."  # a dict of everything in between
_MARK, _TUPLE, _CALL, _LOAD = b"(", b"t", b"R", b"Q"
_REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"
_NO_GRADIENT_NO_HOOKS = b"\x89ccollections\nOrderedDict\n)R"


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``torch.load`` reads, also with ``weights_only=True``."""
    del about
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        _add(archive, "data.pkl", _pickled(tensors))
        _add(archive, "byteorder", b"little")
        for number, tensor in enumerate(tensors.values()):
            _add(archive, f"data/{number}", little(tensor).tobytes())
        _add(archive, "version", b"3\n")
    return file.getvalue()


def _pickled(tensors: Mapping[str, Array]) -> bytes:
    parts = [_BEGIN]
    for number, (name, tensor) in enumerate(tensors.items()):
        kind = _KINDS[tensor.dtype.name]
        place = (_text("storage"), f"ctorch\n{kind}\n".encode(), _text(str(number)))
        storage = (*place, _text("cpu"), _whole(tensor.size))
        strides = [prod(tensor.shape[axis + 1 :]) for axis in range(tensor.ndim)]
        arguments = (
            (_sequence(storage) + _LOAD, _whole(0)),
            (_numbers(tensor.shape), _numbers(strides), _NO_GRADIENT_NO_HOOKS),
        )
        parts += [_text(name), _REBUILD, _sequence(sum(arguments, ())), _CALL]
    return b"".join([*parts, _END])


def _sequence(items: tuple[bytes, ...]) -> bytes:
    return b"".join([_MARK, *items, _TUPLE])


def _numbers(values: "tuple[int, ...] | list[int]") -> bytes:
    return _sequence(tuple(_whole(value) for value in values))


def _text(text: str) -> bytes:
    encoded = text.encode()
    return b"X" + struct.pack("<I", len(encoded)) + encoded


def _whole(value: int) -> bytes:
    return b"\x8a\x08" + struct.pack("<q", value)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    # Without a date, so that equal weights give equal files.
    info = zipfile.ZipInfo(f"archive/{name}")
    assert archive.fp is not None
    start = archive.fp.tell() + _LOCAL_HEADER + len(info.filename) + _PADDING.size
    missing = -start % _ALIGNMENT
    info.extra = _PADDING.pack(0x4246, missing) + b"\0" * missing
    archive.writestr(info, data)
