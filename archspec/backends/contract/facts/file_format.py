"""The format of the weight files that a framework writes.

A backend's ``file_format.py`` defines its `FileFormat`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from archspec.backends import every_backend, has_part, load_part
from archspec.record import record

if TYPE_CHECKING:
    from archspec.backends.contract.runtime import Array


class Codec(Protocol):
    """The functions of a format's module; the module itself is the instance."""

    def parse(self, data: bytes) -> object:
        """The tensors of a file, not yet read, by name or among other items.

        See `archspec.weights.formats.held`. Raises Malformed.
        """
        ...

    def serialize(
        self, tensors: "Mapping[str, Array]", about: Mapping[str, str]
    ) -> bytes:
        """A file of ``tensors``, which already have the names and layouts of the format.

        ``about`` is its metadata, if the format has any.
        """
        ...


@record
class Norms:
    """The arithmetic of weights that a framework's weight norms store in parts.

    Attributes:
        second: the operators whose second axis is the default of ``spectral_norm``.
        least: a lower bound of the norm that ``weight_norm`` divides by.
        iterated: instructions for saving the weight if ``spectral_norm`` continues its
            iteration in every call, so that no file contains it.
    """

    second: tuple[str, ...] = ("conv_transpose",)
    least: float = 0.0
    iterated: str = ""


@record(kw_only=True)
class FileFormat:
    """A format of weight files.

    Attributes:
        name: its name for users.
        suffixes: the suffixes that select it for writing; reading detects the content.
        backend: the backend of its names and layouts.
        module: the module that reads and writes it, a `Codec`.
        framework: the name of the framework in texts.
        writes: the framework's call that writes such a file.
        neutral: whether it contains only weights, without counters.
        others: other backends whose names and layouts its files may have.
        own_suffix: whether the suffix implies the backend's own names.
        symbols: whether a symbol file may describe the tensors.
        snapshots: whether it may be a training snapshot that contains the network.
        norms: the arithmetic of weights that are stored in parts.
    """

    name: str
    suffixes: tuple[str, ...]
    backend: str
    module: str
    framework: str
    writes: str
    neutral: bool = False
    others: tuple[str, ...] = ()
    own_suffix: bool = False
    symbols: bool = False
    snapshots: bool = False
    norms: Norms = Norms()

    @property
    def codec(self) -> Codec:
        """The functions of its module; they need only NumPy."""
        return cast(Codec, import_module(self.module))


def file_formats() -> list[FileFormat]:
    """The formats of all backends that have one."""
    names = [backend.name for backend in every_backend()[0]]
    own = (name for name in names if has_part(name, "file_format"))
    return [load_part(name, "file_format").FORMAT for name in own]
