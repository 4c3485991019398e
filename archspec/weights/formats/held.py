"""The content of a file, before any number of it is read."""

from typing import Any, cast

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed


class HeldTensor:
    """A tensor of a file. Its numbers are read and checked on request."""

    def __init__(self, kind: str, shape: object) -> None:
        self._kind, self._shape = kind, shape

    @property
    def kind(self) -> str:
        """The name of its dtype in NumPy, or "bfloat16", which NumPy does not have."""
        return self._kind

    @property
    def shape(self) -> object:
        """The shape that the file states, which may be anything."""
        return self._shape

    def array(self, name: str) -> Array:
        """Its numbers; bfloat16 as float32, which represents them all.

        ``name`` is for messages. Raises Malformed.
        """
        raise NotImplementedError


class Ready(HeldTensor):
    """A tensor that has been read."""

    def __init__(self, array: Array, kind: str = "") -> None:
        super().__init__(kind or array.dtype.name, array.shape)
        self._array = array

    def array(self, name: str) -> Array:
        """The tensor itself."""
        return self._array


class Unread(HeldTensor):
    """A tensor that cannot be read; requesting it raises ``reason`` with ``help``."""

    def __init__(self, reason: str, shape: object = (), help: str = "") -> None:
        super().__init__("unread", shape)
        self._reason, self._help = reason, help

    def array(self, name: str) -> Array:
        """Raises Malformed."""
        raise Malformed(f"tensor {name!r} {self._reason}", self._help)


class Foreign:
    """A stand-in for a part of a pickle that is not read: a class, a call, an object.

    It accepts any argument, keeps none, and does nothing.

    Attributes:
        phrase: its description, as in "argparse.Namespace, which is not run".
    """

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase


def leaf_of(value: object) -> "HeldTensor | None":
    """``value`` as a tensor, if it is one; Paddle pairs a tensor with its global name."""
    if isinstance(value, HeldTensor):
        return value
    match value:
        case (str(), HeldTensor() as leaf):
            return leaf
        case _:
            return None


def why_unread(leaf: HeldTensor, name: str) -> str:
    """Why the numbers of a tensor cannot be read, if they cannot."""
    if leaf.kind != "unread":
        return ""
    try:
        leaf.array(name)
    except Malformed as error:
        return error.message
    return ""


def described(value: object) -> str:
    """A phrase for a value that is not a tensor."""
    if leaf_of(value) is not None:
        return "a single tensor"
    match value:
        case Foreign():
            return value.phrase
        case dict():
            return f"a dict of {len(cast('dict[Any, Any]', value)):,}"
        case list() | tuple():
            return "a list"
        case str() | bytes() | bytearray():
            return "a text"
        case None | bool():
            return str(value)
        case _:
            return "a number"
