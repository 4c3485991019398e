"""The neutral file: ``.safetensors`` with neutral names and PyTorch's layouts.

Needs only NumPy. A file has the length of the header as u64, the header as JSON, and
the data of all tensors without gaps. https://huggingface.co/docs/safetensors
"""

import json
import struct
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.arrays import BRAIN, array, little, widened
from archspec.weights.formats.held import HeldTensor, Ready, Unread

_ABOUT = "__metadata__"
_FLOATS = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
_WHOLE = {
    f"{kind}{8 * n}": f"<{kind.lower()}{n}" for kind in "IU" for n in (1, 2, 4, 8)
}
_DTYPES: Mapping[str, "np.dtype[Any]"] = {
    kind: np.dtype(code) for kind, code in {**_FLOATS, **_WHOLE, "BOOL": "?"}.items()
}
_KINDS = {dtype.name: kind for kind, dtype in _DTYPES.items()}
_TO_FLOAT = "convert it first, as by tensor.float() in PyTorch"
_ALIGNMENT = 8  # bytes, of the first tensor


def parse(data: bytes) -> dict[str, HeldTensor]:
    """The tensors of a file by its own names. Raises Malformed."""
    header, content = _parts(data)
    place = 0
    result: dict[str, HeldTensor] = {}
    entries = [(name, _entry(name, e)) for name, e in header.items() if name != _ABOUT]
    for name, (kind, shape, begin, end) in sorted(
        entries, key=lambda entry: entry[1][2:]
    ):
        if begin != place or not begin <= end <= len(content):
            raise Malformed(f"the data of tensor {name!r} has a wrong position")
        result[name] = _leaf(name, kind, shape, content[begin:end])
        place = end
    if place != len(content):
        raise Malformed("it has data after that of its tensors")
    return result


def _leaf(name: str, kind: str, shape: list[Any], data: memoryview) -> HeldTensor:
    if kind == "BF16":
        return Ready(widened(array(name, data, np.dtype("<u2"), shape)), BRAIN)
    if kind not in _DTYPES:
        return Unread(
            f"has the type {kind[:20]!r}, which NumPy does not have", shape, _TO_FLOAT
        )
    return Ready(array(name, data, _DTYPES[kind], shape))


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file of ``tensors``, with ``about`` as its metadata."""
    header: dict[str, Any] = {_ABOUT: dict(about)}
    parts: list[bytes] = []
    place = 0
    # Larger numbers first, so that all are aligned to their size.
    for name in sorted(tensors, key=lambda name: (-tensors[name].itemsize, name)):
        tensor = tensors[name]
        end = place + tensor.nbytes
        kind, shape = _KINDS[tensor.dtype.name], list(tensor.shape)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [place, end]}
        parts.append(little(tensor).tobytes())
        place = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return b"".join([struct.pack("<Q", len(text)), text, *parts])


def about(data: bytes) -> dict[str, str]:
    """The metadata of a file. Raises Malformed."""
    found = _parts(data)[0].get(_ABOUT, {})
    if not isinstance(found, dict):
        raise Malformed("its metadata is damaged")
    return {key: str(value) for key, value in cast("dict[str, Any]", found).items()}


def _parts(data: bytes) -> tuple[dict[str, Any], memoryview]:
    """The header, and the data after it."""
    view = memoryview(data)
    end = 8 + int.from_bytes(view[:8], "little")
    if len(data) < 8 or end > len(data):
        raise Malformed("it is truncated, or not a safetensors file")
    try:
        header = json.loads(bytes(view[8:end]), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise Malformed(
            "its header is damaged, or it is not a safetensors file"
        ) from None
    if not isinstance(header, dict):
        raise Malformed("its header is damaged")
    return cast("dict[str, Any]", header), view[end:]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _entry(name: str, entry: Any) -> tuple[str, list[Any], int, int]:
    match entry:
        case {"dtype": str(kind), "data_offsets": [int(begin), int(end)]}:
            shape = cast("dict[str, Any]", entry).get("shape")
            if isinstance(shape, list):
                return kind, cast("list[Any]", shape), begin, end
        case _:
            pass
    raise Malformed(f"the header does not describe tensor {name!r} completely")
