"""Chainer's ``.npz``, as ``save_npz`` writes it: a zip of NumPy's ``.npy``.

Needs only NumPy, but not its ``load``, which allocates the size that a header claims
before it looks for the data. Here sizes are checked first; arrays of objects, which are
pickles, are refused, as with ``allow_pickle=False``.
"""

import ast
import io
import re
from collections.abc import Mapping
from functools import cached_property
from typing import cast

import numpy as np

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.arrays import array
from archspec.weights.formats.held import HeldTensor

_MAGIC = b"\x93NUMPY"
_LENGTHS = {b"\1\0": 2, b"\2\0": 4}  # bytes of a header's length, by version
_LONGEST = 10_000  # bytes of a header, as in NumPy
_NUMBERS = re.compile(r"[<>|=]?(f[248]|[iu][1248]|b1)")
_ERRORS = (ValueError, TypeError, SyntaxError, MemoryError, RecursionError)


def parse(data: bytes) -> dict[str, HeldTensor]:
    """The arrays of a file by its own names, such as "layer1/0/conv1/W".

    Arrays are inflated on request. Raises Malformed.
    """
    archive = Archive(data)
    result: dict[str, HeldTensor] = {}
    for member in archive.names:
        name = member.removesuffix(".npy")
        if name == member:
            raise Malformed(f"member {member!r} is not a NumPy array")
        result[name] = _Member(name, archive, member)
    return result


class _Member(HeldTensor):
    """An array in its zip file."""

    def __init__(self, name: str, archive: Archive, member: str) -> None:
        super().__init__("", ())
        self._name, self._archive, self._member = name, archive, member

    @cached_property
    def _found(self) -> Array:
        return _array(self._name, self._archive.read(self._member))

    @property
    def kind(self) -> str:
        try:
            return self._found.dtype.name
        except Malformed:  # reported when its numbers are requested
            return "unread"

    @property
    def shape(self) -> object:
        try:
            return self._found.shape
        except Malformed:
            return ()

    def array(self, name: str) -> Array:
        return self._found


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``chainer.serializers.load_npz`` loads."""
    del about
    file = io.BytesIO()
    np.savez(file, **tensors)
    return file.getvalue()


def _array(name: str, data: bytes) -> Array:
    text, content = _header(name, data)
    try:
        header = ast.literal_eval(text.decode("latin1"))
    except _ERRORS:
        raise Malformed(f"array {name!r} has no valid header") from None
    match header:
        case {"descr": str(descr), "fortran_order": bool(fortran), "shape": shape}:
            pass
        case _:
            raise Malformed(f"array {name!r} does not contain numbers")
    if descr.endswith("O"):
        raise Malformed(
            f"array {name!r} is a pickle, which is not run",
            "weights are arrays of numbers; initialise the network before saving it",
        )
    if not _NUMBERS.fullmatch(descr):
        raise Malformed(
            f"array {name!r} has the type {descr[:20]!r}, which cannot be read",
            "weights are float16, float32 or float64: array.astype('float32')",
        )
    return array(name, content, np.dtype(descr), cast(object, shape), fortran)


def _header(name: str, data: bytes) -> tuple[bytes, memoryview]:
    """The text of the header, and the data behind it."""
    if not data.startswith(_MAGIC) or data[6:8] not in _LENGTHS:
        raise Malformed(f"array {name!r} is not in NumPy's format, or in a newer one")
    begin = 8 + _LENGTHS[data[6:8]]
    end = begin + int.from_bytes(data[8:begin], "little")
    # A backslash could only be in a text, which needs no escape here.
    if end > min(len(data), _LONGEST) or b"\\" in data[begin:end]:
        raise Malformed(f"array {name!r} has no valid header")
    return data[begin:end], memoryview(data)[end:]
