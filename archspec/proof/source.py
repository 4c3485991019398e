"""The text of a file under proof, read as Python reads it."""

from importlib.util import decode_source
from pathlib import Path

__all__ = ["SourceError", "lines_of", "read_source"]


class SourceError(ValueError):
    """A file that is not the text of a program."""


def read_source(path: Path) -> str:
    """The text of ``path``, its line ends made ``\\n``.

    A byte order mark and the encoding that one of the first two lines declares count as
    they do in Python.

    Raises:
        OSError: it cannot be read.
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


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them: a form feed, for one, begins none."""
    return text.split("\n")
