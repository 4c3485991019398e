"""The files under proof: the main file, and the user's modules next to it.

A number identifies a line of any of them: the lines of the main file come first, then
those of the others, file after file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import decode_source
from types import CodeType
from typing import Any

from archspec.proof.worker.opened.instrument import instrument

MOST = 256  # further files that are instrumented
LARGEST = 2**20  # bytes of these in total

# The exceptions of compiling a text that is not a program, or is nested too deeply.
_UNFIT = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)


class Files:
    """Texts and code of the files under proof.

    Args:
        source: the text of the main file.
        filename: its name in the report.
        path: its path, "" if it has none.

    """

    def __init__(self, source: str, filename: str, path: str):
        self.source, self.filename, self.path = source, filename, path
        self._offsets = {filename: 0}  # by file name in tracebacks
        self._lines = source.count("\n") + 1
        self._new: list[dict[str, Any]] = []
        self._left = LARGEST

    def code(self) -> CodeType:
        """The instrumented main file. Raises SyntaxError as compiling does."""
        return instrument(self.source, self.filename)

    def code_of(self, path: str, data: bytes) -> CodeType | None:
        """A further instrumented file; None if it must run unchanged."""
        try:
            source = decode_source(data)
        except (SyntaxError, ValueError, LookupError):
            return None
        if not self._known(path, source, len(data)):
            return None
        try:
            return instrument(source, path, self._offsets[path])
        except _UNFIT:
            return None

    def _known(self, path: str, source: str, size: int) -> bool:
        """Whether the lines of a further file have numbers; assigns them if possible."""
        if path in self._offsets:
            return True
        if len(self._offsets) > MOST or size > self._left:
            return False
        self._offsets[path] = self._lines
        self._new.append(
            {"name": self._shown(path), "offset": self._lines, "source": source}
        )
        self._lines += source.count("\n") + 1
        self._left -= size
        return True

    def _shown(self, path: str) -> str:
        """The name of a further file in the report, in the style of the main file's."""
        try:
            beside = os.path.relpath(path, os.path.dirname(self.path))
        except ValueError:  # it is on another drive
            return path
        return os.path.normpath(os.path.join(os.path.dirname(self.filename), beside))

    def new(self) -> list[dict[str, Any]]:
        """The further files since the last call.

        Each has its name, its text, and the number before its first line.
        """
        new, self._new = self._new, []
        return new

    def number(self, filename: object, line: object) -> int:
        """The number of a line of a file, named as in tracebacks; 0 if unknown."""
        if type(filename) is not str or type(line) is not int or line < 1:
            return 0
        offset = self._offsets.get(filename)
        return 0 if offset is None else offset + line

    def crossings(self, places: Iterable[tuple[object, object]]) -> list[int]:
        """The numbers of ``places`` at which one file leads to another.

        ``places`` are files and lines, outer before inner; the last number belongs to
        the last known place.
        """
        known = [(file, self.number(file, line)) for file, line in places]
        known = [(file, number) for file, number in known if number]
        after = [file for file, _ in known[1:]] + [None]
        pairs = zip(known, after)
        return [number for (file, number), following in pairs if file != following]
