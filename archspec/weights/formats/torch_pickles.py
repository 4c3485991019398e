"""The names in PyTorch's pickles of tensors, and their storages."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, cast

import numpy as np

from archspec.record import record
from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.arrays import BRAIN, checked_shape, strided, widened
from archspec.weights.formats.held import Foreign, HeldTensor, Unread
from archspec.weights.formats.pickled import DAMAGED, GlobalNames
from archspec.weights.formats.torch_writer import STORAGES

Bytes: TypeAlias = bytes | memoryview
Order: TypeAlias = Literal["<", ">"]

_BRAIN = "BFloat16Storage"
_TENSORS = {
    ("torch", "Tensor"),
    ("torch.nn.parameter", "Parameter"),
    ("torch.nn.parameter", "Buffer"),
}
# The functions that rebuild unreadable tensors, with the reason and a remedy.
_LEFT = {
    "_rebuild_qtensor": ("is quantised", "save it as floats: tensor.dequantize()"),
    "_rebuild_sparse_tensor": ("is sparse", "save it whole: tensor.to_dense()"),
    "_rebuild_sparse_csr_tensor": ("is sparse", "save it whole: tensor.to_dense()"),
    "_rebuild_nested_tensor": ("is nested", ""),
    "_rebuild_meta_tensor_no_storage": (
        "is on the device 'meta', where tensors have no numbers",
        "save the state of a loaded or initialised network",
    ),
}
_TO_FLOAT = "convert it first, as by tensor.float() in PyTorch"


class StorageKind:
    """torch.FloatStorage and the like, which cannot be called."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def dtype(self) -> "np.dtype[Any]":
        """The dtype of its numbers; for bfloat16, which NumPy does not have, that of
        its bits.
        """
        return np.dtype(STORAGES.get(self.name, "u2"))


@record(eq=False)
class Storage:
    """A run of ``count`` numbers; several tensors may share it.

    Attributes:
        kind: the kind of numbers.
        key: its name in the file.
        count: the number of numbers.
        content: returns the bytes; raises Malformed.
        order: the byte order of a number.
    """

    kind: StorageKind
    key: str
    count: int
    content: Callable[[], Bytes]
    order: Order = "<"

    def numbers(self, name: str) -> Array:
        """All numbers, for the tensor ``name``. Raises Malformed."""
        content, dtype = self.content(), self.kind.dtype.newbyteorder(self.order)
        if len(content) != self.count * dtype.itemsize:
            raise Malformed(
                f"the storage of tensor {name!r} does not have its stated size"
            )
        return np.frombuffer(content, dtype) if content else np.empty(0, dtype)

    def part(self, offset: int, count: int) -> "Storage":
        """The ``count`` numbers from ``offset`` on. Raises Malformed if they are not
        there.
        """
        if offset + count > self.count:
            raise Malformed(f"a part of storage {self.key!r} is larger than all of it")
        size = self.kind.dtype.itemsize
        return Storage(
            self.kind,
            self.key,
            count,
            lambda: self.content()[offset * size : (offset + count) * size],
            self.order,
        )


class StoredTensor(HeldTensor):
    """A view of a storage."""

    def __init__(
        self, storage: Storage, offset: object, shape: object, strides: object
    ) -> None:
        brain = storage.kind.name == _BRAIN
        super().__init__(BRAIN if brain else storage.kind.dtype.name, shape)
        self._storage = storage
        self._offset, self._strides = offset, strides

    def array(self, name: str) -> Array:
        numbers = self._storage.numbers(name)
        found = strided(name, numbers, self._offset, self.shape, self._strides)
        return widened(found) if self.kind == BRAIN else found


def torch_names() -> GlobalNames:
    """The names for tensors, without those for storages."""
    kinds = [*STORAGES, _BRAIN]
    marks = {name: Foreign(".".join(name) + ", which is not run") for name in _TENSORS}
    return {
        ("torch._utils", "_rebuild_tensor"): _tensor,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch._utils", "_rebuild_parameter"): _wrapped,
        ("torch._utils", "_rebuild_parameter_with_state"): _wrapped,
        ("torch._tensor", "_rebuild_from_type_v2"): _of_type(list(marks.values())),
        ("torch._utils", "_rebuild_tensor_v3"): _of_dtype,
        **{("torch._utils", name): _left(*why) for name, why in _LEFT.items()},
        **{("torch", kind): StorageKind(kind) for kind in kinds},
        **{("torch.cuda", kind): StorageKind(kind) for kind in kinds},
        **marks,
    }


def stated(given: object) -> "tuple[StorageKind, str, int, object] | Foreign":
    """Kind, key, size and parent of a storage that a pickle refers to.

    Raises Malformed.
    """
    if not isinstance(given, tuple):
        raise Malformed(DAMAGED)
    word, kind, key, _, count, *view = cast("tuple[Any, ...]", given)
    if word != "storage" or not isinstance(key, str):
        raise Malformed(DAMAGED)
    (count,) = checked_shape(key[:80], (count,))
    if isinstance(kind, Foreign):
        return kind
    if not isinstance(kind, StorageKind):
        raise Malformed(DAMAGED)
    return kind, key, count, view[0] if view else None


def _tensor(
    storage: Any,
    offset: Any,
    shape: Any,
    strides: Any,
    _grad: Any = False,
    _hooks: Any = None,
    put_off: Any = None,
) -> object:
    if isinstance(storage, Foreign):
        word = storage.phrase.partition(",")[0]
        return Unread(f"is of {word}, which is not read", shape, _TO_FLOAT)
    if not isinstance(storage, Storage):
        raise Malformed(DAMAGED)
    if put_off:
        return Unread("has a lazy sign, which cannot be read", shape)
    return StoredTensor(storage, offset, shape, strides)


def _left(reason: str, help: str) -> Callable[..., object]:
    return lambda *_: Unread(reason, help=help)


def _of_dtype(*given: Any) -> object:
    """A tensor of a type without its own storage, such as float8_e4m3fn."""
    dtype = given[6] if len(given) > 6 else None
    word = (
        dtype.phrase.partition(",")[0] if isinstance(dtype, Foreign) else "a new type"
    )
    return Unread(f"is of {word}, which is not read", given[2:3], _TO_FLOAT)


def _wrapped(tensor: Any, *_: Any) -> Any:
    return tensor


def _of_type(plain: "list[Foreign]") -> Callable[..., object]:
    def rebuilt(function: Any, made: Any, arguments: Any, *_: Any) -> object:
        if made not in plain or function not in (_tensor, _wrapped):
            return made if isinstance(made, Foreign) else Foreign("a tensor of its own")
        return function(*arguments)

    return rebuilt
