"""PyTorch's files before 1.6: pickles and bytes one after another, or in a tar file."""

import io
import re
from collections.abc import Callable
from typing import Any, cast

from archspec.weights.errors import Malformed
from archspec.weights.formats.arrays import checked_shape
from archspec.weights.formats.held import Foreign
from archspec.weights.formats.numpy_pickles import numpy_names
from archspec.weights.formats.pickled import DAMAGED, GlobalNames, unpickle
from archspec.weights.formats.torch_pickles import (
    Bytes,
    Storage,
    StorageKind,
    StoredTensor,
    stated,
    torch_names,
)

MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."  # a number, pickled
_VERSION = 1001
_SHORT = "it is truncated, or claims more data than it has"
_MEMBERS = ("storages", "tensors", "pickle")
_BLOCK = 512  # bytes of a tar file's header, and the unit of its data
_PLACE = 257, b"ustar"  # of the word that marks a tar file


def old_file(data: bytes) -> object:
    """The content of a file of pickles followed by bytes. Raises Malformed."""
    stream = io.BytesIO(data)
    stream.seek(len(MAGIC))
    if unpickle(stream, {}) != _VERSION:
        raise Malformed("it has a version that torch.save never wrote")
    unpickle(stream, {})  # about the machine; the data has the same byte order on all
    file = _Stored()
    names = {**torch_names(), **numpy_names(len(data))}
    held = unpickle(stream, names, file.storage)
    file.read(unpickle(stream, {}), data, stream.tell())
    return held


class _Stored:
    """The storages of such a file: tensors name them first, then they are read."""

    def __init__(self) -> None:
        self.seen: dict[str, Storage] = {}
        self.unknown: set[str] = set()
        self.contents: dict[str, Bytes] = {}

    def storage(self, given: object) -> "Storage | Foreign":
        found = stated(given)
        if isinstance(found, Foreign):
            raise Malformed(f"it has numbers of {found.phrase}")
        kind, key, count, view = found
        whole = Storage(kind, key, count, lambda: self.contents[key])
        first = self.seen.setdefault(key, whole)
        if (first.kind.name, first.count) != (kind.name, count):
            raise Malformed(f"storage {key!r} has two kinds")
        if view is None:
            return whole
        _, offset, size = cast("tuple[Any, ...]", view)
        return whole.part(*checked_shape(key, (offset, size)))

    def read(self, keys: object, data: bytes, place: int) -> None:
        if not isinstance(keys, list):
            raise Malformed(DAMAGED)
        names = [_key(key) for key in cast("list[Any]", keys)]
        if set(names) != set(self.seen):
            raise Malformed("its storages are not those of its tensors")
        view = memoryview(data)
        for key in names:
            begins, found = place + 8, self.seen[key]
            count = int.from_bytes(view[place:begins], "little")
            place = begins + found.count * found.kind.dtype.itemsize
            if place > len(data) or count != found.count:
                raise Malformed(_SHORT)
            self.contents[key] = view[begins:place]


def loaded_from_bytes(size: int) -> Callable[[Any], object]:
    """torch.storage._load_from_bytes, a file in a pickle, for ``size`` bytes in total."""
    left = size

    def load(data: Any) -> object:
        nonlocal left
        left -= len(data)
        if not isinstance(data, (bytes, bytearray)) or left < 0:
            raise Malformed(DAMAGED)
        if not data.startswith(MAGIC):
            raise Malformed("it contains a storage in a layout that cannot be read")
        return old_file(bytes(data))

    return load


# --- tar --------------------------------------------------------------------------------


def is_tar(data: bytes) -> bool:
    """Whether ``data`` is a tar file."""
    place, word = _PLACE
    return data[place : place + len(word)] == word


def tar_file(data: bytes) -> object:
    """The content of a tar file of storages, tensors and a pickle. Raises Malformed."""
    storages, tensors, pickled = _members(data)
    names = {**torch_names(), **numpy_names(len(data))}
    kept = _storages(storages, names)
    leaves = _tensors(tensors, names, kept)

    def found(key: Any) -> object:
        # A class is a tuple if its source is stored.
        if isinstance(key, tuple):
            return cast("tuple[Any, ...]", key)[0]
        return leaves.get(_key(key)) or kept[_key(key)]

    return unpickle(io.BytesIO(pickled), names, found)


def _members(data: bytes) -> list[bytes]:
    found: dict[str, bytes] = {}
    place = 0
    # By hand: a tar file may state wrong sizes, and only three fields of a header are
    # needed.
    while place + _BLOCK <= len(data) and data[place]:
        header = data[place : place + _BLOCK]
        size, begins = _octal(header[124:136]), place + _BLOCK
        if begins + size > len(data):
            raise Malformed(_SHORT)
        if header[156:157] in (b"0", b"\0"):
            name = header[:100].partition(b"\0")[0].decode("latin1")
            found[name.removeprefix("./")] = data[begins : begins + size]
        place = begins + -(-size // _BLOCK) * _BLOCK
    if not found.keys() >= {*_MEMBERS}:
        raise Malformed("it is a tar file, but not one of PyTorch's: unpack it first")
    return [found[name] for name in _MEMBERS]


def _octal(field: bytes) -> int:
    digits = field.strip(b" \0")
    if not re.fullmatch(rb"[0-7]{1,12}", digits):
        raise Malformed("its tar file is damaged")
    return int(digits, 8)


def _storages(data: bytes, names: GlobalNames) -> dict[str, Storage]:
    stream, view = io.BytesIO(data), memoryview(data)
    kept: dict[str, Storage] = {}
    for _ in range(_count(stream, names)):
        key, _, kind = _three(unpickle(stream, names))
        if not isinstance(kind, StorageKind):
            raise Malformed("it has numbers of a kind that cannot be read")
        begins = stream.tell() + 8
        (count,) = checked_shape(_key(key), (_whole(stream, 8),))
        size = count * kind.dtype.itemsize
        if begins + size > len(data):
            raise Malformed(_SHORT)
        content = view[begins : begins + size]
        kept[_key(key)] = Storage(
            kind, _key(key), count, lambda content=content: content
        )
        stream.seek(begins + size)
    for part in _rows(unpickle(stream, names)):
        target, root, offset, count = part
        kept[_key(target)] = _kept(kept, root).part(
            *checked_shape(_key(root), (offset, count))
        )
    return kept


def _tensors(
    data: bytes, names: GlobalNames, kept: dict[str, Storage]
) -> dict[str, StoredTensor]:
    stream = io.BytesIO(data)
    leaves: dict[str, StoredTensor] = {}
    for _ in range(_count(stream, names)):
        key, storage, _ = _three(unpickle(stream, names))
        rank = _whole(stream, 4)
        stream.read(4)
        if rank * 16 > len(data):
            raise Malformed(_SHORT)
        sizes = tuple(_whole(stream, 8) for _ in range(rank))
        steps = tuple(_whole(stream, 8) for _ in range(rank))
        offset = _whole(stream, 8)
        leaves[_key(key)] = StoredTensor(_kept(kept, storage), offset, sizes, steps)
    return leaves


def _kept(kept: dict[str, Storage], key: object) -> Storage:
    """The storage called ``key``. Raises Malformed if there is none."""
    if _key(key) not in kept:
        raise Malformed("its storages are not those of its tensors")
    return kept[_key(key)]


def _key(given: object) -> str:
    # No others: printing a tuple of tuples may take forever.
    if isinstance(given, str) and len(given) < 80:
        return given
    if not isinstance(given, int) or abs(given) >= 2**64:
        raise Malformed(DAMAGED)
    return str(given)


def _count(stream: io.BytesIO, names: GlobalNames) -> int:
    count = unpickle(stream, names)
    if not isinstance(count, int) or count > len(stream.getbuffer()):
        raise Malformed(DAMAGED)
    return count


def _whole(stream: io.BytesIO, size: int) -> int:
    return int.from_bytes(stream.read(size), "little", signed=True)


def _three(given: object) -> tuple[Any, Any, Any]:
    items = cast("tuple[Any, ...]", given)
    if not isinstance(given, (tuple, list)) or len(items) != 3:
        raise Malformed(DAMAGED)
    return items[0], items[1], items[2]


def _rows(given: object) -> list[tuple[Any, ...]]:
    if not isinstance(given, list):
        raise Malformed(DAMAGED)
    rows = cast("list[Any]", given)
    if not all(isinstance(row, tuple) and len(cast("Any", row)) == 4 for row in rows):
        raise Malformed(DAMAGED)
    return rows
