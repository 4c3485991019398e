"""Chainer's ``.npz``, as ``save_npz`` writes it: a zip of NumPy's ``.npy``.

Needs nothing but NumPy.
"""

import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.arrays import array

_npy: Any = import_module("numpy.lib.format")  # untyped
_HEADERS: Mapping[tuple[int, int], Any] = {
    (1, 0): _npy.read_array_header_1_0,
    (2, 0): _npy.read_array_header_2_0,
}


def parse(data: bytes) -> dict[str, Array]:
    """The arrays of a file by its own names, such as "layer1/0/conv1/W".

    Raises Malformed.
    """
    archive = Archive(data)
    result: dict[str, Array] = {}
    for member in archive.names:
        name = member.removesuffix(".npy")
        if name == member:
            raise Malformed(f"member {member!r} is no array of NumPy")
        result[name] = _array(name, archive.read(member))
    return result


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``chainer.serializers.load_npz`` loads."""
    del about
    file = io.BytesIO()
    np.savez(file, **tensors)
    return file.getvalue()


def _array(name: str, data: bytes) -> Array:
    stream = io.BytesIO(data)
    try:
        version = _npy.read_magic(stream)
        if version not in _HEADERS:
            raise Malformed(f"array {name!r} has an unknown version of .npy")
        shape, _, dtype = _HEADERS[version](stream)
    except Malformed:
        raise
    except (ValueError, TypeError, EOFError, SyntaxError, RecursionError) as error:
        raise Malformed(f"array {name!r} has no sound header: {error}") from None
    if dtype.hasobject:
        raise Malformed(
            f"array {name!r} is a pickle, which is not run",
            "weights are arrays of numbers; initialise the network before saving it",
        )
    array(name, memoryview(data)[stream.tell() :], dtype, shape)
    stream.seek(0)
    return _npy.read_array(stream, allow_pickle=False)
