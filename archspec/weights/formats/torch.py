"""PyTorch's ``.pt`` and ``.pth``, as ``torch.save`` writes a state dict.

Needs nothing but NumPy: a zip of one pickle and of the bytes of each storage, or, before
PyTorch 1.6, pickles followed by the bytes. The pickles are read by `pickled`, which
executes nothing: it knows the names of a state dict, and so fewer than
``torch.load(weights_only=True)`` does.
"""

import io
from typing import Any, Literal, TypeAlias, cast

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.record import field, record
from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.arrays import checked_shape, no_bfloat16, strided
from archspec.weights.formats.checkpoint import state_dict
from archspec.weights.formats.pickled import Names, ordered_dict, unpickle
from archspec.weights.formats.torch_writer import STORAGES, serialize

__all__ = ["parse", "serialize"]

Bytes: TypeAlias = bytes | memoryview
_OLD = (0x1950A86A20F9469CFC6C, 1001)  # how a file before PyTorch 1.6 begins
_DAMAGED = "it holds a pickle that is damaged"
_SHORT = "it is cut short, or claims more than it holds"


def parse(data: bytes) -> dict[str, Array]:
    """The tensors of a file by its own names, which are the neutral ones and counters.

    Raises Malformed.
    """
    file = _Zip(data) if data.startswith(b"PK") else _Old(data)
    found = state_dict(file.held, lambda value: isinstance(value, _Tensor))
    return {name: _array(name, tensor, file) for name, tensor in found}


class _Kind:
    """torch.FloatStorage and the like, which nothing can call."""

    def __init__(self, name: str) -> None:
        self.name = name


@record
class _Storage:
    """A run of ``count`` numbers; several tensors may lie in it."""

    kind: str
    key: str
    count: int

    def dtype(self, order: Literal["<", ">"] = "<") -> "np.dtype[Any]":
        # bfloat16, which NumPy lacks, is refused where a tensor of it is named.
        return np.dtype(STORAGES.get(self.kind, "u2")).newbyteorder(order)


@record
class _Tensor:
    storage: _Storage
    offset: Any
    shape: Any
    strides: Any


@record(frozen=False)
class _File:
    """What both layouts have: the pickled data, and bytes by the key of a storage."""

    held: object = None
    order: Literal["<", ">"] = "<"
    contents: dict[str, Bytes] = field(factory=dict[str, Bytes])

    def content(self, storage: _Storage) -> Bytes:
        return self.contents[storage.key]


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

    def content(self, storage: _Storage) -> Bytes:
        if storage.key not in self.contents:
            member = f"{self.folder}/data/{storage.key}"
            self.contents[storage.key] = self.archive.read(member)
        return super().content(storage)


class _Old(_File):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        stream = io.BytesIO(data)
        try:
            begin = unpickle(stream, {}), unpickle(stream, {})
        except Malformed:
            begin = ()
        if begin != _OLD:
            raise Malformed("it is no file of torch.save")
        unpickle(stream, {})  # about the machine; the data has the same order on all
        seen: dict[str, _Storage] = {}

        def storage(given: object) -> _Storage:
            found = _storage(given)
            if seen.setdefault(found.key, found) != found:
                raise Malformed(f"storage {found.key!r} is of two kinds")
            return found

        self.held = unpickle(stream, _NAMES, storage)
        keys = _texts(unpickle(stream, {}))
        if set(keys) != set(seen):
            raise Malformed("its storages are not those of its tensors")
        view, place = memoryview(data), stream.tell()
        for key in keys:
            begins = place + 8
            stated = int.from_bytes(view[place:begins], "little")
            place = begins + seen[key].count * seen[key].dtype().itemsize
            if place > len(data) or stated != seen[key].count:
                raise Malformed(_SHORT)
            self.contents[key] = view[begins:place]


def _storage(given: object) -> _Storage:
    if not isinstance(given, tuple):
        raise Malformed(_DAMAGED)
    word, kind, key, _, count, *view = cast("tuple[Any, ...]", given)
    if word != "storage" or not isinstance(kind, _Kind) or not isinstance(key, str):
        raise Malformed(_DAMAGED)
    (count,) = checked_shape(key, (count,))
    if any(part is not None for part in view):
        raise Malformed(f"storage {key!r} is part of another, which is not read")
    return _Storage(kind.name, key, count)


def _texts(given: object) -> list[str]:
    if not isinstance(given, list):
        raise Malformed(_DAMAGED)
    items = cast("list[Any]", given)
    if not all(isinstance(item, str) for item in items):
        raise Malformed(_DAMAGED)
    return items


def _tensor(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise Malformed(_DAMAGED)
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
    content, dtype = file.content(storage), storage.dtype(file.order)
    if len(content) != storage.count * dtype.itemsize:
        raise Malformed(
            f"the storage of tensor {name!r} is of another size than stated"
        )
    numbers = np.frombuffer(content, dtype) if content else np.empty(0, dtype)
    return strided(name, numbers, tensor.offset, tensor.shape, tensor.strides)
