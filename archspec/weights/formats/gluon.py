"""Gluon's ``.params``, as ``save_parameters`` writes it: MXNet's list of NDArrays.

Needs only NumPy. The layout was measured on mxnet 1.9.1; all numbers are little-endian:
0x112 and 0 as u64; a count as u64 and that many arrays; a count as u64 and that many
names, each a length as u64 and UTF-8. An array is a magic number as u32, 0 (dense) as
i32, its rank as u32, its sizes as i64, a device as two i32, its dtype as i32, and its
data. Before mxnet 0.12 there was no field for dense; before 0.10 there was no magic
number either, and sizes were u32. `Module.save_checkpoint` writes the same layout with
names of another kind.
"""

import struct
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.arrays import (
    BRAIN,
    MAX_RANK,
    array,
    checked_shape,
    little,
    widened,
)
from archspec.weights.formats.held import HeldTensor, Ready, Unread

_LIST = 0x112
_FIRST = 0xF993FAC8  # before mxnet 0.12; before 0.10 the rank came first
_DENSE = 0xF993FAC9  # since mxnet 0.12
_NUMPY = 0xF993FACA  # the same, from a process with NumPy's rules for shapes
_NO_RANK = 2**32 - 1  # rank of an array without a shape, by NumPy's rules
_CPU = (1, 0)
_DTYPES = ("<f4", "<f8", "<f2", "u1", "<i4", "i1", "<i8", "?")  # by mxnet's numbers
_BFLOAT16 = 12


def parse(data: bytes) -> dict[str, HeldTensor]:
    """The arrays of a file by its own names, such as "layer1.0.bn1.gamma".

    Raises Malformed.
    """
    reader = _Reader(data)
    if reader.take("<QQ")[0] != _LIST:
        raise Malformed("it is not a list of MXNet arrays")
    arrays = [reader.tensor(number) for number in range(reader.count(8))]
    names = [reader.text() for _ in range(reader.count(8))]
    if len(names) != len(arrays) or len(set(names)) < len(names):
        raise Malformed("its arrays do not have one name each")
    if reader.place != len(data):
        raise Malformed("it has data after its end")
    return dict(zip(names, arrays, strict=True))


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``Block.load_parameters`` loads."""
    del about
    parts = [struct.pack("<QQQ", _LIST, 0, len(tensors))]
    for tensor in tensors.values():
        flag = _DTYPES.index(little(tensor).dtype.str)
        rank = tensor.ndim
        parts.append(struct.pack("<IiI", _DENSE, 0, rank))
        parts.append(struct.pack(f"<{rank}q", *tensor.shape))
        parts.append(struct.pack("<iii", *_CPU, flag))
        parts.append(little(tensor).tobytes())
    parts.append(struct.pack("<Q", len(tensors)))
    for name in tensors:
        encoded = name.encode()
        parts += [struct.pack("<Q", len(encoded)), encoded]
    return b"".join(parts)


class _Reader:
    """Reads the data in sequence, and checks that the file does not end early."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = memoryview(data), 0

    def part(self, count: int) -> memoryview:
        if count > len(self.data) - self.place:
            raise Malformed("it is truncated, or claims more data than it has")
        self.place += count
        return self.data[self.place - count : self.place]

    def take(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.part(struct.calcsize(layout)))

    def count(self, least: int) -> int:
        """The number of items that follow, each of at least ``least`` bytes."""
        (count,) = self.take("<Q")
        if count * least > len(self.data) - self.place:
            raise Malformed("it is truncated, or claims more data than it has")
        return count

    def text(self) -> str:
        (length,) = self.take("<Q")
        try:
            return str(self.part(length), "utf-8")
        except UnicodeDecodeError:
            raise Malformed("a name in it is not text") from None

    def tensor(self, number: int) -> HeldTensor:
        name = f"number {number}"  # the names come after all arrays
        (magic,) = self.take("<I")
        shape = self.shape(name, magic)
        if shape is None:
            return Unread("has no shape: it was saved before it was initialised")
        flag: int = self.take("<iii")[2]
        if flag == _BFLOAT16:
            bits: np.dtype[Any] = np.dtype("<u2")
            data = self.part(prod(shape) * bits.itemsize)
            return Ready(widened(array(name, data, bits, shape)), BRAIN)
        if not 0 <= flag < len(_DTYPES):
            raise Malformed(f"tensor {name!r} has an unknown type of numbers, {flag}")
        dtype: np.dtype[Any] = np.dtype(_DTYPES[flag])
        data = self.part(prod(shape) * dtype.itemsize)
        return Ready(array(name, data, dtype, shape))

    def shape(self, name: str, magic: int) -> tuple[int, ...] | None:
        """The shape of an array; None if it has none and ends here."""
        if magic in (_DENSE, _NUMPY) and self.take("<i")[0] != 0:
            raise Malformed(f"tensor {name!r} is sparse, or damaged")
        known = magic in (_FIRST, _DENSE, _NUMPY)
        rank: int = self.take("<I")[0] if known else magic
        if known and rank == (_NO_RANK if magic == _NUMPY else 0):
            return None
        if rank > MAX_RANK or not (known or rank):
            raise Malformed(f"tensor {name!r} has {rank} axes, or is damaged")
        return checked_shape(name, self.take(f"<{rank}{'q' if known else 'I'}"))
