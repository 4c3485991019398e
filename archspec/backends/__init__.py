"""The registry of backends: a line for each, and all that the project knows of it here.

Everything else about a framework is in the folder of its backend, whose modules are
imported by name when they are needed: see `load_part`. A package that is installed may
bring a backend of its own, under the entry point group ``archspec.backends``.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from archspec.backends.contract.dialect import Dialect

ENTRY_POINTS = "archspec.backends"


class Backend(NamedTuple):  # not a record, which `--help` would have to wait for
    """A backend.

    Attributes:
        name: what users call it.
        module: the module of its framework.
        state: "stable" if it supports every operator and has every part of the
            contract; ``all`` selects only stable backends.
        aliases: other names for it.
        package: the package of its modules; archspec's own if empty.
    """

    name: str
    module: str
    state: Literal["stable", "experimental"] = "stable"
    aliases: tuple[str, ...] = ()
    package: str = ""

    @property
    def folder(self) -> str:
        """The package of its modules, with dots."""
        return self.package or f"{__name__}.{self.name}"


REGISTRY = (
    Backend("torch", "torch", aliases=("pytorch",)),
    Backend("gluon", "mxnet", aliases=("mxnet",)),
    Backend("paddle", "paddle"),
    Backend("chainer", "chainer"),
)
BACKENDS = tuple(backend.name for backend in REGISTRY if backend.state == "stable")
NEUTRAL = "torch"  # its tensor names and layouts are the neutral ones

# The parts that every stable backend has, and the consequence of lacking each.
PARTS = {
    "rows": "no code can be emitted",
    "runtime": "networks cannot be run",
    "probe": "networks cannot be proved",
    "tensor_names": "tensors have no neutral names",
    "file_format": "there are no files of weights",
    "install": "its installation is not known",
}


class UnknownBackend(ValueError):
    """No backend has this name."""


class MissingPart(NotImplementedError):
    """An experimental backend lacks the part that a command needs."""


@cache
def installed() -> "Mapping[str, EntryPoint]":
    """The backends that other packages provide, by name; none of them is imported."""
    from importlib.metadata import entry_points  # late: the import is slow

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def backend_of(word: str) -> Backend:
    """The backend with the name or alias ``word``.

    Raises:
        UnknownBackend: there is none.
        ValueError: the package that provides it cannot be imported.
    """
    for backend in REGISTRY:
        if word == backend.name or word in backend.aliases:
            return backend
    others = installed()
    if word in others:
        return _brought(others[word])
    aliases = (alias for backend in REGISTRY for alias in backend.aliases)
    known = ", ".join((*(backend.name for backend in REGISTRY), *others, *aliases))
    raise UnknownBackend(f"unknown backend {word!r}; backends are: {known}")


def _brought(point: "EntryPoint") -> Backend:
    """The backend of another package: experimental, since archspec does not test it."""
    try:
        backend = point.load()
    except (ImportError, AttributeError) as error:
        raise ValueError(f"backend {point.name!r}: {error}") from None
    if not isinstance(backend, Backend) or backend.name != point.name:
        message = f"{point.value} is not a Backend of that name"
        raise ValueError(f"backend {point.name!r}: {message}")
    return backend._replace(state="experimental")


def every_backend() -> tuple[list[Backend], list[str]]:
    """The backends of archspec and of other packages, and the errors of broken ones."""
    found = [*REGISTRY]
    broken: list[str] = []
    for point in installed().values():
        try:
            found.append(_brought(point))
        except ValueError as error:
            broken.append(str(error))
    return found, broken


def backend_name(word: str) -> str:
    """The name of the backend with the name or alias ``word``.

    Raises ValueError if there is none.
    """
    return backend_of(word).name


def has_part(backend: str, part: str) -> bool:
    """Whether ``backend`` has the module ``part``, which is not imported."""
    return find_spec(f"{backend_of(backend).folder}.{part}") is not None


def require(backend: str, part: str) -> None:
    """Raise MissingPart unless ``backend`` has the module ``part``."""
    if not has_part(backend, part):
        message = f"{backend} is an experimental backend without {part}: {PARTS[part]}"
        raise MissingPart(message)


def load_part(backend: str, part: str) -> Any:
    """The module ``part`` of ``backend``.

    Raises:
        MissingPart: it has none.
        ImportError: the module needs something that is not installed.
    """
    require(backend, part)
    return import_module(f"{backend_of(backend).folder}.{part}")


def dialect(backend: str) -> "Dialect":
    """The table of ``backend``; imports no framework."""
    return load_part(backend, "rows").DIALECT
