"""The files of weights that each framework writes itself.

``file_format.py`` of a backend has its `FileFormat`; one without has no files of its own.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from archspec.backends import REGISTRY, has_part, load_part
from archspec.record import record

if TYPE_CHECKING:
    from archspec.backends.contract.runtime import Array


class Codec(Protocol):
    """The functions of a format's module; the module itself is the instance."""

    def parse(self, data: bytes) -> object:
        """The tensors of a file, not read yet, by their names, or among other things.

        See `archspec.weights.formats.held`. Raises Malformed.
        """
        ...

    def serialize(
        self, tensors: "Mapping[str, Array]", about: Mapping[str, str]
    ) -> bytes:
        """A file of ``tensors``, which are in its own names and layouts already.

        ``about`` is kept where the format has a place.
        """
        ...


@record
class Norms:
    """How a framework computes the weights that its norms of weights keep in parts.

    Attributes:
        second: the operators along whose second axis ``spectral_norm`` is by default.
        least: of the length that ``weight_norm`` divides by.
        iterated: where ``spectral_norm`` goes on with its iteration in every call, so that
            no file has the weight, how one keeps it.
    """

    second: tuple[str, ...] = ("conv_transpose",)
    least: float = 0.0
    iterated: str = ""


@record(kw_only=True)
class FileFormat:
    """A kind of file of weights.

    Attributes:
        name: what users call it.
        suffixes: of files of this kind, by which one is written. One that is read is
            known by its content.
        backend: whose names and layouts it has.
        module: that reads and writes it: a `Codec`.
        framework: how that is called in texts.
        writes: the call of the framework that writes such a file.
        neutral: whether it holds the weights alone, and no counters.
        others: backends in whose names and layouts people keep such files too.
        own_suffix: whether a suffix tells that the names are the backend's own.
        symbols: whether a file may lie beside it that tells what the tensors are.
        snapshots: whether it may be one of training, of which the network is a part.
        norms: how weights that are kept in parts are computed.
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
        """Its functions; none of them needs more than NumPy."""
        return cast(Codec, import_module(self.module))


def file_formats() -> list[FileFormat]:
    """The formats of all backends that have one."""
    names = [backend.name for backend in REGISTRY]
    own = (name for name in names if has_part(name, "file_format"))
    return [load_part(name, "file_format").FORMAT for name in own]
