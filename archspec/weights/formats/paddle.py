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
    held = unpickle(io.BytesIO(data), _NAMES)
    if isinstance(held, dict):
        cast("dict[Any, Any]", held).pop(_TABLE, None)
    return {name: _array(name, value) for name, value in state_dict(held, _is_tensor)}


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``paddle.load`` gives ``Layer.set_state_dict``."""
    del about
    return pickle.dumps(dict(tensors), _PROTOCOL)


class _Dtype(Stateful):
    """numpy.dtype("f4") and, as its state, the order of the bytes."""

    def __init__(self, kind: Any, *_: Any) -> None:
        if not isinstance(kind, str) or not _KINDS.fullmatch(kind):
            raise Malformed(f"it holds an array of {str(kind)[:24]!r}, not of numbers")
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
        self.state = (tuple(shape), dtype.dtype, bool(fortran), data)


def _reconstruct(*_: Any) -> _Array:
    return _Array()


def _encode(text: str, encoding: str) -> bytes:
    """Bytes as protocol 2 writes them: as text, and its encoding."""
    if encoding != "latin1":
        raise Malformed("it holds a pickle that is damaged")
    return text.encode(encoding)


def _tuple(items: Any) -> tuple[Any, ...]:
    return tuple(items)


_NAMES: Names = {
    ("numpy", "dtype"): _Dtype,
    ("numpy", "ndarray"): "numpy.ndarray",
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,
    ("_codecs", "encode"): _encode,
    ("collections", "OrderedDict"): ordered_dict,
    # A tensor outside of a state dict is the tuple of its global name and its array.
    ("builtins", "tuple"): _tuple,
    ("__builtin__", "tuple"): _tuple,
}


def _is_tensor(value: Any) -> bool:
    return isinstance(_unnamed(value), _Array)


def _unnamed(value: Any) -> Any:
    if isinstance(value, tuple) and len(cast("tuple[Any, ...]", value)) == 2:
        return cast("tuple[Any, ...]", value)[1]
    return value


def _array(name: str, value: Any) -> Array:
    state = _unnamed(value).state
    if not state:
        raise Malformed(f"tensor {name!r} has no content")
    shape, dtype, fortran, data = state
    if dtype == np.uint16:
        raise arrays.no_bfloat16(name)  # how Paddle gives it to NumPy
    return arrays.array(name, data, dtype, shape, fortran)
