"""The formats of files of weights, each a module with the same two functions.

``parse(data)`` gives what a file holds: tensors that are not read yet, by their names, or
among other things in nested dicts. ``serialize(tensors, about)`` makes a file of tensors
that are in its own names and layouts already.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from archspec.record import record
from archspec.reference.ops import Array
from archspec.weights.errors import refuse


class Codec(Protocol):
    """The functions of a format's module; the module itself is the instance."""

    def parse(self, data: bytes) -> object:
        """What a file holds, by the names there; see `held`. Raises Malformed."""
        ...

    def serialize(
        self, tensors: Mapping[str, Array], about: Mapping[str, str]
    ) -> bytes:
        """A file of ``tensors``; ``about`` is kept where the format has a place."""
        ...


@record
class Format:
    """A kind of file.

    Attributes:
        name: of its module.
        suffixes: of files of this kind, by which one is written. One that is read is
            known by its content.
        backend: whose names and layouts it has; the neutral names are PyTorch's.
        neutral: whether it holds the weights alone, and no counters.
        others: backends in whose names and layouts people keep such files too.
    """

    name: str
    suffixes: tuple[str, ...]
    backend: str
    neutral: bool = False
    others: tuple[str, ...] = ()

    @property
    def codec(self) -> Codec:
        """Its functions; none of them needs more than NumPy."""
        return cast(Codec, import_module(f"archspec.weights.formats.{self.name}"))


FORMATS = {
    format.name: format
    for format in (
        Format("safetensors", (".safetensors",), "torch", neutral=True),
        Format("torch", (".pt", ".pth"), "torch"),
        Format("gluon", (".params",), "gluon"),
        Format("paddle", (".pdparams",), "paddle", others=("torch",)),
        Format("chainer", (".npz",), "chainer", others=("torch",)),
    )
}


def format_called(name: str) -> Format:
    """The format of this name. Raises WeightsError if there is none."""
    if name not in FORMATS:
        refuse(
            f"no format of weights is called {name!r}", f"formats: {', '.join(FORMATS)}"
        )
    return FORMATS[name]


def format_to_write(path: str, name: str | None = None) -> Format:
    """The format called ``name``, or else that of the suffix of ``path``.

    Raises WeightsError if there is no such format.
    """
    if name is not None:
        return format_called(name)
    suffix = Path(path).suffix.lower()
    for format in FORMATS.values():
        if suffix in format.suffixes:
            return format
    known = [suffix for format in FORMATS.values() for suffix in format.suffixes]
    refuse(
        f"{path}: the suffix {suffix!r} tells no format of weights to write",
        f"files of weights end in {', '.join(known)}; else name the format: "
        f"{', '.join(FORMATS)}",
    )
