"""Detects the format of a weight file from its content."""

import json
import re
import struct

from archspec.weights.errors import Malformed
from archspec.weights.formats.archive import Archive
from archspec.weights.formats.torch_old import MAGIC, is_tar

_GLUON = struct.pack("<QQ", 0x112, 0)
_PICKLE = re.compile(rb"\x80[\x02-\x05]|[(}\]cX]")  # the last of protocols 0 and 1
_COMBINED = re.compile(rb"\0{4}\0{8}\0{4}.\0{3}\x08", re.DOTALL)
_HELP = "weights are files of PyTorch, MXNet, Paddle or Chainer, or safetensors"
_NPZ = "numpy.savez(path, **weights) writes arrays with names"

# The first bytes of files that may be mistaken for weights, and their kinds.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89HDF\r\n\x1a\n", "HDF5, as Keras writes it", ""),
    (b"GGUF", "a GGUF file", ""),
    (b"\x93NUMPY", "a single NumPy array", _NPZ),
    (b"\x1f\x8b", "compressed by gzip", "unpack it first"),
    (b"BZh", "compressed by bzip2", "unpack it first"),
    (b"\xfd7zXZ\0", "compressed by xz", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "compressed by 7-Zip", "unpack it first"),
    (
        b"version https://git-lfs",
        "a pointer of Git LFS, not the file itself",
        "fetch it: git lfs pull",
    ),
    (b"<", "a page of HTML or XML", "download the file itself, not the page about it"),
    (
        b"{",
        "text in JSON",
        "a symbol or an index is next to the weights: name the weight file",
    ),
)
_ONNX = re.compile(rb"\x08[\x03-\x20](\x12.[ -~]|:)", re.DOTALL)
_OBJECTS = re.compile(rb"\x93NUMPY.{1,8}\{'descr': '\|O'", re.DOTALL)


def detect(data: bytes) -> str:
    """The name of the format of ``data``.

    A pickle of NumPy arrays is "paddle", though others write such files too. Raises
    Malformed, which describes any other content.
    """
    if not data:
        raise Malformed("it is empty")
    if data.startswith(b"PK"):
        return _of_zip(data)
    if data.startswith(MAGIC) or is_tar(data):
        return "torch"
    if data.startswith(_GLUON):
        return "gluon"
    if _is_safetensors(data):
        return "safetensors"
    if _COMBINED.match(data):
        raise Malformed(
            "it is Paddle's combined parameters, which have no names",
            "convert the .pdparams file of the same network",
        )
    if _OBJECTS.match(data):
        message = "it is a pickle in a NumPy array, as numpy.save writes for a dict"
        raise Malformed(message, _NPZ)
    if _ONNX.match(data):
        raise Malformed("it is an ONNX model, not a weight file", _HELP)
    if data[4:8] == b"TFL3":
        raise Malformed("it is a TensorFlow Lite model, not a weight file", _HELP)
    for begin, words, help in _OTHERS:
        if data.startswith(begin):
            raise Malformed(f"it is {words}, not a weight file", help or _HELP)
    if _PICKLE.match(data) and not _is_text(data):
        return "paddle"
    raise Malformed(f"it is not a known weight file: it begins {_begin(data)}", _HELP)


def _of_zip(data: bytes) -> str:
    names = Archive(data).names
    if any(name.rpartition("/")[2] == "constants.pkl" for name in names):
        raise Malformed(
            "it is TorchScript, which is code",
            "save the state dict: torch.save(torch.jit.load(path).state_dict(), path)",
        )
    if any(name.rpartition("/")[2] == "data.pkl" for name in names):
        return "torch"
    if all(name.endswith(".npy") for name in names):
        return "chainer"
    seen = ", ".join(repr(name[:80]) for name in names[:3])
    raise Malformed(f"it is a zip file of {seen}, not a weight file", _HELP)


def _is_safetensors(data: bytes) -> bool:
    # A file that is shorter than its header claims is a truncated one.
    return data[8:9] == b"{" and 0 < int.from_bytes(data[:8], "little") < 2**32


def _is_text(data: bytes) -> bool:
    # Pickles of protocol 0 are also text, and end in a dot.
    try:
        text = data[:1000].decode()
    except UnicodeDecodeError:
        return False
    return text.isprintable() and not data.endswith(b".")


def _begin(data: bytes) -> str:
    start = data[:24]
    try:
        return json.dumps(start.decode())
    except UnicodeDecodeError:
        return f"with the bytes {start[:8].hex(' ')}"
