"""Paddle's ``.pdparams``, as ``paddle.save`` writes a state dict: a pickle of arrays.

Needs nothing but NumPy: the pickle is read by `pickled`, which executes nothing.
"""

import io
import pickle
import re
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats import arrays
from archspec.weights.formats.checkpoint import state_dict
from archspec.weights.formats.pickled import Names, Stateful, ordered_dict, unpickle

_TABLE = "StructuredToParameterName@@"  # Paddle's global names, which no one needs
_PROTOCOL = 4  # paddle.save's own default
_KINDS = re.compile(r"[fiu][1248]|b1")


def parse(data: bytes) -> dict[str, Array]:
    """The arrays of a file by its own names, such as "layer1.0.bn1._mean".

    Raises Malformed.
    """
    names: Names = {**_NAMES, ("_codecs", "encode"): _Encoder(len(data))}
    held: Any = unpickle(io.BytesIO(data), names)
    if isinstance(held, dict):
        cast("dict[Any, Any]", held).pop(_TABLE, None)
    found = state_dict(cast(object, held), _is_tensor)
    return {name: _array(name, value) for name, value in found}


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``paddle.load`` gives ``Layer.set_state_dict``."""
    del about
    return pickle.dumps(dict(tensors), _PROTOCOL)


class _Dtype(Stateful):
    """numpy.dtype("f4") and, as its state, the order of the bytes."""

    def __init__(self, kind: Any, *_: Any) -> None:
        if not isinstance(kind, str) or not _KINDS.fullmatch(kind):
            raise Malformed("it holds an array of objects or texts, which is not read")
        self.dtype = np.dtype(kind)

    def set_state(self, state: Any) -> None:
        if state[1] not in ("<", ">", "|", "="):
            raise Malformed("it holds a pickle that is damaged")
        self.dtype = self.dtype.newbyteorder(state[1])


class _Array(Stateful):
    """An empty array and, as its state, shape, dtype, layout and data."""

    state: tuple[Any, ...] = ()

    def set_state(self, state: Any) -> None:
        _, shape, dtype, fortran, data = state
        if isinstance(data, str):
            data = data.encode("latin1")  # a pickle of Python 2
        if not isinstance(dtype, _Dtype) or not isinstance(data, bytes):
            raise Malformed("it holds an array of objects, which is not read")
        if not isinstance(shape, tuple) or not isinstance(fortran, (bool, int)):
            raise Malformed("it holds a pickle that is damaged")
        self.state = (cast("tuple[Any, ...]", shape), dtype.dtype, fortran, data)


def _reconstruct(*_: Any) -> _Array:
    return _Array()


class _Encoder:
    """_codecs.encode, by which protocol 2 makes bytes of a text, each of them once."""

    def __init__(self, size: int) -> None:
        self.left = size

    def __call__(self, text: Any, encoding: Any) -> bytes:
        self.left -= len(text)
        if encoding != "latin1" or self.left < 0:
            raise Malformed("it holds a pickle that is damaged")
        return text.encode(encoding)


def _pair(items: Any) -> tuple[Any, Any]:
    name, array = items
    return name, array


_NAMES: Names = {
    ("numpy", "dtype"): _Dtype,
    ("numpy", "ndarray"): "numpy.ndarray",
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("collections", "OrderedDict"): ordered_dict,
    # A tensor outside of a state dict is the tuple of its global name and its array.
    ("builtins", "tuple"): _pair,
    ("__builtin__", "tuple"): _pair,
}


def _is_tensor(value: Any) -> bool:
    return isinstance(_unnamed(value), _Array)


def _unnamed(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    pair = cast("tuple[object, ...]", value)
    return pair[1] if len(pair) == 2 else None


def _array(name: str, value: object) -> Array:
    found = _unnamed(value)
    if not isinstance(found, _Array) or not found.state:
        raise Malformed(f"tensor {name!r} has no content")
    shape, dtype, fortran, data = found.state
    if dtype == np.uint16:
        raise arrays.no_bfloat16(name)  # how Paddle gives it to NumPy
    return arrays.array(name, data, dtype, shape, fortran)
