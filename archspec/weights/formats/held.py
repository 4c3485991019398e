"""What a file holds, before any number of it is read."""

from typing import Any, cast

from archspec.reference.ops import Array
from archspec.weights.errors import Malformed


class HeldTensor:
    """A tensor of a file. Its numbers are read, and judged, when they are asked for."""

    def __init__(self, kind: str, shape: object) -> None:
        self._kind, self._shape = kind, shape

    @property
    def kind(self) -> str:
        """The name of its dtype as in NumPy, or "bfloat16", which NumPy lacks."""
        return self._kind

    @property
    def shape(self) -> object:
        """As the file states it, which may be anything."""
        return self._shape

    def array(self, name: str) -> Array:
        """Its numbers; those of bfloat16 as float32, which has them all.

        ``name`` is for messages. Raises Malformed.
        """
        raise NotImplementedError


class Ready(HeldTensor):
    """A tensor that has been read."""

    def __init__(self, array: Array, kind: str = "") -> None:
        super().__init__(kind or array.dtype.name, array.shape)
        self._array = array

    def array(self, name: str) -> Array:
        """It, whatever the ``name``."""
        return self._array


class Unread(HeldTensor):
    """A tensor of a kind that is not read; ``reason`` is told where one asks for it.

    ``help`` says what to do about it.
    """

    def __init__(self, reason: str, shape: object = (), help: str = "") -> None:
        super().__init__("unread", shape)
        self._reason, self._help = reason, help

    def array(self, name: str) -> Array:
        """Raises Malformed."""
        raise Malformed(f"tensor {name!r} {self._reason}", self._help)


class Foreign:
    """Stands for a thing of a pickle that is not read: a class, a call, an object.

    It takes whatever the pickle gives it, keeps nothing of that, and does nothing.

    Attributes:
        phrase: what it stands for, as in "argparse.Namespace, which is not run".
    """

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase


def leaf_of(value: object) -> "HeldTensor | None":
    """The tensor that ``value`` is; Paddle pairs one with its global name."""
    if isinstance(value, HeldTensor):
        return value
    match value:
        case (str(), HeldTensor() as leaf):
            return leaf
        case _:
            return None


def why_unread(leaf: HeldTensor, name: str) -> str:
    """Why the numbers of a tensor cannot be read, if so."""
    if leaf.kind != "unread":
        return ""
    try:
        leaf.array(name)
    except Malformed as error:
        return error.message
    return ""


def described(value: object) -> str:
    """A phrase for a value that is no tensor."""
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
