"""Reads a folder of templates, and nothing outside it."""

import os

from archspec.text.files import read_source
from archspec.text.problems import CompileError, Problem
from archspec.text.source import Source, Span

MAX_BYTES = 64 * 2**10  # of a template


class Folder:
    """A folder of templates.

    Args:
        path: the folder, or a link to it.

    Raises:
        CompileError: there is no such folder.
    """

    def __init__(self, path: "str | os.PathLike[str]"):
        self.path = os.fspath(path)
        if not os.path.isdir(self.path):
            raise CompileError([Problem(f"there is no folder '{self.path}'")])
        self._root = os.path.realpath(self.path)

    def names(self, under: str = "") -> list[str]:
        """The names in it, or in a folder of it, without the hidden ones."""
        try:
            found = os.listdir(os.path.join(self.path, under))
        except FileNotFoundError:
            return []
        except OSError as error:
            reason = str(error.strerror)
            raise CompileError([_unread(self.shown(under), reason)]) from None
        return sorted(name for name in found if not name.startswith("."))

    def shown(self, name: str) -> str:
        """The path of a file in it, as messages show it."""
        return os.path.join(self.path, name)

    def has(self, name: str) -> bool:
        """Whether there is something of that name."""
        return os.path.lexists(self.shown(name))

    def is_folder(self, name: str) -> bool:
        """Whether a name in it is that of a folder."""
        return os.path.isdir(self.shown(name))

    def fault(self, name: str) -> Problem | None:
        """Why the file called ``name``, a path with ``/``, cannot be read; None if it can."""
        if not _is_name(name):
            help = f"it is a path in '{self.path}', such as part.j2 or torch/part.j2"
            return Problem(f"{name!r} is not the name of a template", None, help)
        shown = self.shown(name)
        place = os.path.realpath(shown)
        if os.path.commonpath((self._root, place)) != self._root:
            return Problem(f"'{shown}' is a link to a place outside '{self.path}'")
        if not os.path.exists(place):
            return Problem(f"there is no file '{shown}'")
        if not os.path.isfile(place):
            return Problem(f"'{shown}' is not a file")
        if os.path.getsize(place) > MAX_BYTES:
            return Problem(f"'{shown}' is larger than {MAX_BYTES // 2**10} KiB")
        return None

    def read(self, name: str) -> Source:
        """The text of the file called ``name``.

        Raises:
            CompileError: it cannot be read, or is not text.
        """
        if fault := self.fault(name):
            raise CompileError([fault])
        source = read_source(self.shown(name))
        if "\0" in source.text:
            raise CompileError([_unread(source.path, "it has null bytes")])
        return source


def line_span(source: Source, number: int) -> Span:
    """A line, counted from 1, without the white space around it."""
    number = min(max(number, 1), len(source.line_starts))
    text = source.line_text(number)
    start = source.line_starts[number - 1] + len(text) - len(text.lstrip())
    return Span(source, start, max(start + len(text.strip()), start + 1))


def _is_name(name: str) -> bool:
    own = {"", ".", ".."}.isdisjoint(name.split("/"))
    return own and {*"\\:\0"}.isdisjoint(name)


def _unread(shown: str, reason: str) -> Problem:
    return Problem(f"cannot read '{shown}': {reason}")
