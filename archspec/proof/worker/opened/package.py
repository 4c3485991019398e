"""Imports a file as a module of its package, and instruments the user's modules."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module, invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import TYPE_CHECKING

from archspec.proof.worker.opened.instrument import RECORDER

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

    from archspec.proof.worker.opened.files import Files
    from archspec.proof.worker.watching.recorder import Recorder

_INIT = "__init__.py"
_imported: set[str] = set()  # the outermost packages and modules of a file under proof
_added: list[str] = []  # to sys.path

# The folders of installed packages, wherever they are.
_INSTALLED = re.compile(r"[\\/](site|dist)-packages[\\/]")
_LIBRARY = tuple(
    os.path.join(sysconfig.get_path(name), "") for name in ("stdlib", "platstdlib")
)


def module_of(path: str) -> tuple[str, str]:
    """The folder from which the file at ``path`` is imported, and its dotted name.

    The name is "" for a file outside any package; both are "" without a path.
    """
    if not path:
        return "", ""
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


def see_imports(files: Files, recorder: Recorder) -> None:
    """From now on, ``recorder`` sees the values of the user's modules.

    These are the main file, if it is part of a package, and the modules that it imports
    from its import folder. They are imported again, because others may have had the
    same names. Imports of the framework stay.
    """
    _forget()
    if not files.path:
        return
    folder = os.path.dirname(files.path)
    if folder not in sys.path:
        # As for a script, modules next to the file can be imported.
        _add(folder)
    finder = _Finder(files, recorder)
    if PathFinder in sys.meta_path:
        sys.meta_path.insert(sys.meta_path.index(PathFinder), finder)


def import_file(path: str) -> ModuleType:
    """Import the file at ``path`` as a module of its package, after `see_imports`.

    Its package is imported first, as Python does. Anything that imports the file
    meanwhile, such as that package, gets this module.

    Raises any exception of its package or the file.
    """
    root, name = module_of(path)
    sys.modules.pop(name, None)
    # This folder comes first now, and last for imports when the network runs.
    sys.path.insert(0, root)
    try:
        return import_module(name)
    finally:
        with suppress(ValueError):  # the file may have changed it
            sys.path.remove(root)
        _add(root)


def _add(folder: str) -> None:
    sys.path.append(folder)
    _added.append(folder)


def _forget() -> None:
    """Forget the modules of the last file, so that they are imported again."""
    for name in list(sys.modules):
        if name.partition(".")[0] in _imported:
            del sys.modules[name]
    for folder in _added:
        with suppress(ValueError):
            sys.path.remove(folder)
    sys.meta_path[:] = [one for one in sys.meta_path if type(one) is not _Finder]
    _imported.clear()
    _added.clear()
    invalidate_caches()


class _Finder(MetaPathFinder):
    """Finds the user's modules, as Python does, for `_Loader`."""

    def __init__(self, files: Files, recorder: Recorder):
        self._files, self._recorder = files, recorder
        self._root, self._name = module_of(files.path)
        # Modules that are already imported, such as a framework, are not the user's.
        self._others = {name.partition(".")[0] for name in sys.modules}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname == self._name:
            self._remember(fullname)
            return self._spec(fullname, self._files.path)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not self._is_own(fullname, spec):
            return spec
        self._remember(fullname)
        # No binary extensions, and no files that only other loaders can read.
        if type(spec.loader) is SourceFileLoader:
            spec.loader = self._loader(fullname, spec.loader.path)
        return spec

    def _remember(self, name: str) -> None:
        outer = name.partition(".")[0]
        if outer not in self._others:
            _imported.add(outer)

    def _is_own(self, name: str, spec: ModuleSpec) -> bool:
        if spec.origin is None or name.partition(".")[0] in self._others:
            return False
        path = os.path.abspath(spec.origin)
        inside = path.startswith(os.path.join(self._root, ""))
        return inside and not (path.startswith(_LIBRARY) or _INSTALLED.search(path))

    def _spec(self, name: str, path: str) -> ModuleSpec | None:
        return spec_from_file_location(name, path, loader=self._loader(name, path))

    def _loader(self, name: str, path: str) -> _Loader:
        return _Loader(name, path, self._files, self._recorder)


class _Loader(SourceFileLoader):
    """Loads a module as Python does, but with instrumented code."""

    def __init__(self, name: str, path: str, files: Files, recorder: Recorder):
        super().__init__(name, path)
        self._files, self._recorder = files, recorder

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if path == self._files.path:
            return self._files.code()
        code = self._files.code_of(path, self.get_data(path))
        # A file that cannot be instrumented runs unchanged.
        return super().get_code(fullname) if code is None else code

    def exec_module(self, module: ModuleType) -> None:
        vars(module)[RECORDER] = self._recorder
        super().exec_module(module)
