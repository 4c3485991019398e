"""The names in pickles of NumPy arrays and of the Python objects around them."""

import re
from typing import Any, cast

import numpy as np

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats import arrays
from archspec.weights.formats.held import Foreign, HeldTensor, Unread, leaf_of
from archspec.weights.formats.pickled import DAMAGED, GlobalNames, Stateful, empty_dict

_KINDS = re.compile(r"[<>|=]?([fiu][1248]|b1)")
_NO_NUMBERS = "is an array of other values than numbers, which cannot be read"


def numpy_names(size: int, paddle: bool = False) -> GlobalNames:
    """The names for a pickle of ``size`` bytes.

    With ``paddle``, arrays of uint16 are bfloat16.
    """
    made = _Maker(size)
    own: dict[tuple[str, str], object] = {}
    for core in ("numpy.core", "numpy._core"):
        own[f"{core}.multiarray", "_reconstruct"] = made.empty
        own[f"{core}.multiarray", "scalar"] = made.scalar
        own[f"{core}.numeric", "_frombuffer"] = made.of_buffer
    for built in ("builtins", "__builtin__"):
        # A tensor of Paddle outside a state dict: its global name and its array.
        own[built, "tuple"] = _pair
    for copied in ("copyreg", "copy_reg"):
        own[copied, "_reconstructor"] = _object
    return {
        **own,
        ("numpy", "dtype"): _PaddleDtype if paddle else _Dtype,
        ("collections", "OrderedDict"): empty_dict,
        ("collections", "defaultdict"): empty_dict,
        ("_codecs", "encode"): made.encoded,
    }


class _Dtype(Stateful):
    """numpy.dtype("f4"), with the byte order as its state."""

    dtype: "np.dtype[Any] | None" = None
    BRAIN = False  # whether uint16 is bfloat16

    def __init__(self, kind: Any, *_: Any) -> None:
        if isinstance(kind, str) and _KINDS.fullmatch(kind):
            self.dtype = np.dtype(kind)

    def set_state(self, state: Any) -> None:
        if state[1] not in ("<", ">", "|", "="):
            raise Malformed(DAMAGED)
        if self.dtype is not None:
            self.dtype = self.dtype.newbyteorder(state[1])


class _PaddleDtype(_Dtype):
    BRAIN = True


class _Numbers(HeldTensor):
    """An array whose shape and data are not compared yet."""

    def __init__(
        self, shape: object, dtype: _Dtype, fortran: bool, data: "bytes | bytearray"
    ) -> None:
        assert dtype.dtype is not None
        brain = dtype.BRAIN and dtype.dtype == np.uint16
        super().__init__(arrays.BRAIN if brain else dtype.dtype.name, shape)
        self._dtype, self._fortran, self._data = dtype.dtype, fortran, data

    def array(self, name: str) -> Array:
        data = memoryview(self._data)
        found = arrays.array(name, data, self._dtype, self.shape, self._fortran)
        return arrays.widened(found) if self.kind == arrays.BRAIN else found


class _Array(Stateful, HeldTensor):
    """An empty array, with shape, dtype, layout and data as its state."""

    def __init__(self, maker: "_Maker") -> None:
        super().__init__("unread", ())
        self.maker = maker
        self.content: HeldTensor = Unread("has no content")

    def set_state(self, state: Any) -> None:
        _, shape, dtype, fortran, data = state
        if not isinstance(fortran, (bool, int)):
            raise Malformed(DAMAGED)
        self.content = self.maker.leaf(shape, dtype, bool(fortran), data)
        self._kind, self._shape = self.content.kind, self.content.shape

    def array(self, name: str) -> Array:
        return self.content.array(name)


class _Maker:
    """Makes arrays from at most ``size`` characters of text, because a text may be
    repeated.
    """

    def __init__(self, size: int) -> None:
        self.left = size

    def empty(self, *_: Any) -> _Array:
        """numpy.core.multiarray._reconstruct"""
        return _Array(self)

    def scalar(self, dtype: Any, data: Any = b"") -> HeldTensor:
        """numpy.core.multiarray.scalar"""
        return self.leaf((), dtype, False, data)

    def of_buffer(self, data: Any, dtype: Any, shape: Any, order: Any) -> HeldTensor:
        """numpy.core.numeric._frombuffer"""
        if isinstance(data, Foreign):
            return Unread("is in a buffer outside the file")
        return self.leaf(shape, dtype, order == "F", data)

    def encoded(self, text: Any, encoding: Any) -> bytes:
        """_codecs.encode, with which protocol 2 converts a text to bytes."""
        self.left -= len(text)
        if encoding != "latin1" or self.left < 0:
            raise Malformed(DAMAGED)
        return text.encode(encoding)

    def leaf(self, shape: Any, dtype: Any, fortran: bool, data: Any) -> HeldTensor:
        if not isinstance(dtype, _Dtype) or not isinstance(shape, tuple):
            raise Malformed(DAMAGED)
        sizes = cast("tuple[Any, ...]", shape)
        if isinstance(data, str) and dtype.dtype is not None:
            data = self.encoded(data, "latin1")  # a pickle from Python 2
        if dtype.dtype is None or not isinstance(data, (bytes, bytearray)):
            return Unread(_NO_NUMBERS, sizes)
        return _Numbers(sizes, dtype, fortran, data)


def _pair(items: Any) -> object:
    match items:
        case (str(), value) | [str(), value] if leaf := leaf_of(value):
            return items[0], leaf
        case _:
            return Foreign("a tuple")


def _object(made: Any, *_: Any) -> Foreign:
    return made if isinstance(made, Foreign) else Foreign("an object")
