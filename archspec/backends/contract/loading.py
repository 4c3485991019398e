"""Turns emitted source into live modules and classes, for every backend."""

from __future__ import annotations

import itertools
import linecache
import sys
from collections.abc import Mapping
from types import CodeType, ModuleType

_serial = itertools.count(1)


def load_module(
    source: str,
    filename: str,
    code: CodeType | None = None,
    names: Mapping[str, object] = {},
) -> ModuleType:
    """Execute ``source`` as a new module with a unique name, and return it.

    Args:
        source: the text.
        filename: its name in tracebacks.
        code: the code to execute, if it is not that of the text.
        names: globals that the module has from the start.

    The module is in ``sys.modules``, so that its classes can be pickled, and its text
    in ``linecache`` under ``filename``, so that tracebacks, ``inspect.getsource`` and
    debuggers show it although no such file need exist. Loading another text under the
    same ``filename`` replaces the text shown, not the module.

    Raises whatever compiling or running the source raises, SyntaxError and
    ImportError above all; the module is then not registered.
    """
    name = f"archspec_emitted_{next(_serial)}"
    module = ModuleType(name)
    module.__file__ = filename
    show_source(source, filename)
    if code is None:
        code = compile(source, filename, "exec", dont_inherit=True)
    vars(module).update(names)
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def show_source(source: str, filename: str) -> None:
    """Let tracebacks and ``inspect`` show ``source`` under ``filename``."""
    # Not splitlines: a form feed, for example, does not begin a line in Python.
    lines = [f"{line}\n" for line in source.split("\n")]
    # No modification time: linecache then never looks for the file on disk.
    linecache.cache[filename] = (len(source), None, lines, filename)


def load_class(source: str, name: str, filename: str) -> type:
    """Execute ``source`` with ``load_module`` and return its class ``name``.

    Raises ValueError if the source defines no such class, and what
    ``load_module`` raises.
    """
    module = load_module(source, filename)
    found = vars(module).get(name)
    if isinstance(found, type):
        return found
    own = sorted(
        key
        for key, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    )
    has = ", ".join(own) if own else "none"
    raise ValueError(f"{filename}: no class {name!r} (classes defined there: {has})")
