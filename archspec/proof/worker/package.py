"""A file that belongs to a package, imported as the module of it that it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_file_location
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

_INIT = "__init__.py"
_imported: set[str] = set()  # the outermost packages of files under proof


def module_of(path: str) -> tuple[str, str]:
    """The folder from which the file at ``path`` is imported, and its dotted name.

    The name is "" for a file outside of any package.
    """
    folder, file = os.path.split(os.path.abspath(path))
    names: list[str] = []
    while os.path.isfile(os.path.join(folder, _INIT)):
        outer, name = os.path.split(folder)
        if not name or "." in name:  # no import can name such a folder
            break
        folder = outer
        names.insert(0, name)
    if names and file != _INIT:
        names.append(os.path.splitext(file)[0].replace(".", "_"))
    return folder, ".".join(names)


def import_file(
    path: str, code: CodeType, names: Mapping[str, object] = {}
) -> ModuleType:
    """Import the file at ``path`` as a module of its package.

    Its package is imported first, as Python does. Whoever imports the file meanwhile,
    that package for one, gets this module.

    Args:
        path: a file for which `module_of` has a name.
        code: what is executed in its place.
        names: globals that the module has from the start.

    Raises whatever its package raises when it is imported, and ``code``.
    """
    root, name = module_of(path)
    _forget(name)
    with _first(root, _Finder(name, os.path.abspath(path), code, names)):
        return import_module(name)


@contextmanager
def _first(root: str, finder: _Finder) -> Generator[None, None, None]:
    """Import from ``root`` before all other folders, and with ``finder``."""
    sys.path.insert(0, root)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        with suppress(ValueError):  # the file may have changed these
            sys.meta_path.remove(finder)
        with suppress(ValueError):
            sys.path.remove(root)
        sys.path.append(root)  # for imports that are made when the network runs


def _forget(name: str) -> None:
    """Make the next import of ``name`` a new one.

    Its package too, if that was imported for another file under proof: it may be another
    one of that name. What the framework has imported stays.
    """
    outer = name.partition(".")[0]
    if outer in _imported:
        inside = [one for one in sys.modules if f"{one}.".startswith(f"{outer}.")]
        for one in inside:
            del sys.modules[one]
    elif outer not in sys.modules:
        _imported.add(outer)
    sys.modules.pop(name, None)


class _Finder(MetaPathFinder, Loader):
    """Finds one module, which is made of code that is at hand."""

    def __init__(
        self, name: str, path: str, code: CodeType, names: Mapping[str, object]
    ):
        self._name, self._path = name, path
        self._code, self._names = code, names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        folder, file = os.path.split(self._path)
        inside = [folder] if file == _INIT else None
        return spec_from_file_location(
            fullname, self._path, loader=self, submodule_search_locations=inside
        )

    def create_module(self, spec: ModuleSpec) -> None:
        return None  # as Python makes it

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(self._names)
        exec(self._code, vars(module))
