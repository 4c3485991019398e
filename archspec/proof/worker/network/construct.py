"""The network of a file: its class or factory function, and its arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any

from archspec.proof.worker.network.signatures import BoundCallable, taken


class Unbuilt(Exception):
    """No network can be made from the file; the message gives the reason and a remedy.

    Attributes:
        place: the file, as in tracebacks, and the line, or 0.
    """

    def __init__(self, message: str, place: tuple[str, int] = ("", 0)):
        super().__init__(message)
        self.place = place


class Factory:
    """A callable that makes a network, and its arguments.

    Args:
        make: a class, a function, or another callable.
        name: its name in the file.
        framework: the package of its layers.

    Attributes:
        name: its name in the file.
        takes: the names of its arguments.
    """

    def __init__(self, make: Any, name: str, framework: str):
        self.name = name
        self._make = make
        self._taken = taken(BoundCallable(make), framework)
        self.takes: frozenset[str] = frozenset(self._taken.names)

    def given(self, params: Mapping[str, object]) -> Callable[[], Any]:
        """The callable with those of ``params`` that it takes, to be called without
        arguments.

        Raises Unbuilt if it needs another argument.
        """
        names, by_position = self._taken.names, self._taken.positional
        missing = [n for n, need in names.items() if need and n not in params]
        if missing:
            raise Unbuilt(self._needs(missing), place_of(self._make))
        last = max((i for i, n in enumerate(by_position) if n in params), default=-1)
        first = [
            params.get(name, default)
            for name, default in list(by_position.items())[: last + 1]
        ]
        named = {
            name: params[name]
            for name in params
            if name in names and name not in by_position
        }
        return partial(self._make, *first, **named)

    def _needs(self, missing: Sequence[str]) -> str:
        listed = " and ".join(missing)
        given = ", ".join(f"{name}=..." for name in missing)
        are = "is no param" if len(missing) == 1 else "are not params"
        return (
            f"{self.name} needs {listed}, which {are} of the spec; write a function into "
            f"the file that gives it, such as 'def make(): return {self.name}({given})', "
            "and name it with --class make"
        )


def find(module: ModuleType, name: str, exact: bool, layer: type) -> Factory:
    """The factory called ``name``, which may be dotted (``Net.small``).

    Unless it must have that name (``exact``), the only class of the file that derives
    from ``layer`` is also accepted. Raises Unbuilt if there is none.
    """
    framework = layer.__module__.split(".")[0]
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part, None)
    if isinstance(found, layer):
        raise Unbuilt(
            f"{name} is a network, and the proof constructs several; write a function "
            "that returns it, and name that with --class"
        )
    if callable(found):
        return Factory(found, name, framework)
    own = [
        key
        for key, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and issubclass(value, layer)
    ]
    if len(own) == 1 and not exact:
        return Factory(vars(module)[own[0]], own[0], framework)
    has = ", ".join(own) if own else "none"
    message = f"no class or function {name!r} in the file (its classes: {has})"
    raise Unbuilt(f"{message}; name one with --class")


def place_of(make: Any) -> tuple[str, int]:
    """File and line of a function, or of the constructor of a class; 0 if unknown."""
    while isinstance(make, partial):
        make = make.func
    function = getattr(make, "__init__", None) if isinstance(make, type) else make
    code = getattr(inspect.unwrap(function), "__code__", None) if function else None
    return ("", 0) if code is None else (code.co_filename, code.co_firstlineno)
