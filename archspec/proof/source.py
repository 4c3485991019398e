"""The text of a file under proof, decoded as Python does."""

from collections.abc import Iterable, Mapping
from importlib.util import decode_source
from pathlib import Path
from typing import Any

__all__ = ["SourceError", "Sources", "read_source"]


class SourceError(ValueError):
    """A file that is not a program text."""


def read_source(path: Path) -> str:
    """The text of ``path``, with ``\\n`` as line ends.

    A byte-order mark, or an encoding declared in the first two lines, counts as in
    Python.

    Raises:
        OSError: the file cannot be read.
        SourceError: it is not text.
    """
    data = path.read_bytes()
    try:
        text = decode_source(data)
    except UnicodeDecodeError as error:
        raise SourceError(f"it is not text in {error.encoding}") from None
    except (SyntaxError, LookupError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise SourceError(f"it is not text: {reason}") from None
    if "\0" in text:
        raise SourceError("it is not text: it has null bytes")
    return text


class Sources:
    """The files under proof, with numbered lines; see `worker.opened.files.Files`.

    Args:
        name: the name of the main file in the report.
        text: its text.
    """

    def __init__(self, name: str, text: str):
        self._named = (0, name, _lines_of(text))
        self._others: list[tuple[int, str, list[str]]] = []

    def add(self, files: Iterable[Mapping[str, Any]]) -> None:
        """Add further files that a worker reports."""
        for file in files:
            lines = _lines_of(file["source"])
            self._others.append((file["offset"], file["name"], lines))

    def line(self, number: int) -> tuple[str, str] | None:
        """``file:line`` and the text of a line; None if there is none."""
        for offset, name, lines in (self._named, *self._others):
            if 0 < number - offset <= len(lines):
                line = number - offset
                return f"{name}:{line}", lines[line - 1].strip()
        return None


def _lines_of(text: str) -> list[str]:
    """The lines as Python counts them: a form feed, for example, does not start one."""
    return text.split("\n")
