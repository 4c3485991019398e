"""The neutral file: ``.safetensors`` with neutral names and PyTorch's layouts.

Needs the package safetensors, which checks every size before it takes any.
"""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.arrays import array, little, no_bfloat16

# Its types are only partly known, whatever it is imported for.
_library: Any = import_module("safetensors")

_FLOATS = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
_WHOLE = {
    f"{kind}{8 * n}": f"<{kind.lower()}{n}" for kind in "IU" for n in (1, 2, 4, 8)
}
_DTYPES = {**_FLOATS, **_WHOLE, "BOOL": "?"}


def parse(data: bytes) -> dict[str, Array]:
    """The tensors of a file by its own names. Raises Malformed."""
    try:
        listed = _library.deserialize(data)
    except _library.SafetensorError as error:
        raise Malformed(f"it is no sound safetensors file: {error}") from None
    return {name: _array(name, info) for name, info in listed}


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file of ``tensors``, with ``about`` as its metadata."""
    import_module("safetensors.numpy")
    plain = {name: little(tensor) for name, tensor in tensors.items()}
    return _library.numpy.save(plain, dict(about))


def about(data: bytes) -> dict[str, str]:
    """The metadata of a file that `parse` has accepted."""
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]).get("__metadata__") or {}


def _array(name: str, info: Mapping[str, Any]) -> Array:
    kind = info["dtype"]
    if kind == "BF16":
        raise no_bfloat16(name)
    if kind not in _DTYPES:
        raise Malformed(f"tensor {name!r} is of {kind}, which NumPy lacks")
    return array(name, bytes(info["data"]), np.dtype(_DTYPES[kind]), info["shape"])
