"""PyTorch's ``.pt`` and ``.pth``, as ``torch.save`` writes a state dict.

Needs nothing but NumPy: a zip of one pickle and of the bytes of each storage, or, before
PyTorch 1.6, pickles followed by the bytes. The pickles are read by `pickled`, which
executes nothing: it knows the names of a state dict, and so fewer than
``torch.load(weights_only=True)`` does.
"""

import io
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.arrays import checked_shape, no_bfloat16, strided
from archspec.weights.formats.checkpoint import state_dict
from archspec.weights.formats.pickled import Names, ordered_dict, unpickle
from archspec.weights.formats.torch_writer import STORAGES, serialize

__all__ = ["parse", "serialize"]

_OLD_MAGIC, _OLD_VERSION = 0x1950A86A20F9469CFC6C, 1001  # before PyTorch 1.6


def parse(data: bytes) -> dict[str, Array]:
    """The tensors of a file by its own names, which are the neutral ones and counters.

    Raises Malformed.
    """
    file = _Zip(data) if data.startswith(b"PK") else _Old(data)
    return {
        name: _array(name, tensor, file)
        for name, tensor in state_dict(
            file.held, lambda value: isinstance(value, _Tensor)
        )
    }


@dataclass(frozen=True)
class _Storage:
    """A run of ``count`` numbers; several tensors may lie in it."""

    kind: str
    key: str
    count: int


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: Any
    shape: Any
    strides: Any


@dataclass
class _File:
    """What both layouts have: the pickled data, and bytes by the key of a storage."""

    held: object = None
    order: str = "<"
    bytes: dict[str, "bytes | memoryview"] = field(
        default_factory=dict[str, "bytes | memoryview"]
    )

    def content(self, storage: _Storage) -> "bytes | memoryview":
        return self.bytes[storage.key]


class _Zip(_File):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.archive = Archive(data)
        self.folder = (self.archive.names or [""])[0].partition("/")[0]
        order = f"{self.folder}/byteorder"
        if order in self.archive.names and self.archive.read(order) != b"little":
            self.order = ">"
        pickled = self.archive.read(f"{self.folder}/data.pkl")
        self.held = unpickle(io.BytesIO(pickled), _NAMES, _storage)

    def content(self, storage: _Storage) -> "bytes | memoryview":
        if storage.key not in self.bytes:
            member = f"{self.folder}/data/{storage.key}"
            self.bytes[storage.key] = self.archive.read(member)
        return super().content(storage)


class _Old(_File):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        stream = io.BytesIO(data)
        try:
            begin = unpickle(stream, {}), unpickle(stream, {})
        except Malformed:
            begin = ()
        if begin != (_OLD_MAGIC, _OLD_VERSION):
            raise Malformed("it is no file of torch.save")
        unpickle(stream, {})  # about the machine; the data has the same order on all
        seen: dict[str, _Storage] = {}

        def storage(given: Any) -> _Storage:
            found = _storage(given)
            if seen.setdefault(found.key, found) != found:
                raise Malformed(f"storage {found.key!r} is of two kinds")
            return found

        self.held = unpickle(stream, _NAMES, storage)
        keys: Any = unpickle(stream, {})
        if not isinstance(keys, list) or set(cast("list[Any]", keys)) != set(seen):
            raise Malformed("its storages are not those of its tensors")
        view = memoryview(data)
        place = stream.tell()
        for key in cast("list[str]", keys):
            length = 8 + seen[key].count * _dtype(seen[key].kind, "<").itemsize
            content = view[place : place + length]
            stated = int.from_bytes(content[:8], "little")
            if len(content) < length or stated != seen[key].count:
                raise Malformed("it is cut short, or claims more than it holds")
            self.bytes[key] = content[8:]
            place += length


def _storage(given: Any) -> _Storage:
    word, kind, key, _, count, *view = given
    if word != "storage" or not isinstance(kind, _Kind) or not isinstance(key, str):
        raise Malformed("it holds a pickle that is damaged")
    (count,) = checked_shape(key, (count,))
    if any(part is not None for part in view):
        raise Malformed(f"storage {key!r} is part of another, which is not read")
    return _Storage(kind.name, key, count)


def _dtype(kind: str, order: str) -> "np.dtype[Any]":
    # Numbers that NumPy lacks are refused where a tensor of them is named.
    return np.dtype(STORAGES.get(kind, "u2")).newbyteorder(order)


class _Kind:
    """torch.FloatStorage and the like, which nothing can call."""

    def __init__(self, name: str) -> None:
        self.name = name


def _tensor(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise Malformed("it holds a pickle that is damaged")
    return _Tensor(storage, offset, shape, strides)


def _parameter(tensor: Any, *_: Any) -> Any:
    return tensor


_NAMES: Names = {
    ("collections", "OrderedDict"): ordered_dict,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    **{("torch", name): _Kind(name) for name in (*STORAGES, "BFloat16Storage")},
}


def _array(name: str, tensor: _Tensor, file: _File) -> Array:
    storage = tensor.storage
    if storage.kind == "BFloat16Storage":
        raise no_bfloat16(name)
    content = file.content(storage)
    dtype = _dtype(storage.kind, file.order)
    if len(content) != storage.count * dtype.itemsize:
        raise Malformed(f"the storage of tensor {name!r} is cut short")
    numbers = np.frombuffer(content, dtype) if content else np.empty(0, dtype)
    return strided(name, numbers, tensor.offset, tensor.shape, tensor.strides)
