"""Reading a file of any content as text."""

import os

from archspec.text.problems import CompileError, Problem, phase
from archspec.text.source import Source, Span

MAX_BYTES = 4 * 2**20


@phase("file")
def read_source(path: "str | os.PathLike[str]") -> Source:
    """Read a UTF-8 file. Raises CompileError if it cannot be read, or is too large."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise CompileError([too_large(name)])
        return Source(name, data.decode())
    except FileNotFoundError:
        message = f"there is no file '{name}'"
    except IsADirectoryError:
        message = f"'{name}' is a directory, not a file"
    except OSError as error:
        message = f"cannot read '{name}': {error.strerror}"
    except UnicodeDecodeError as error:
        raise CompileError([_not_text(name, error)]) from None
    except ValueError as error:  # a zero byte in the path
        message = f"cannot read {name!r}: {error}"
    raise CompileError([Problem(message)])


def _not_text(name: str, error: UnicodeDecodeError) -> Problem:
    """The problem with the first bytes of a file that are not UTF-8."""
    source = Source(name, error.object.decode(errors="replace"))
    # A source drops the byte-order mark, which decoding keeps as a character.
    start = len(Source(name, error.object[: error.start].decode()).text)
    message = "these bytes are not UTF-8 text"
    return Problem(message, Span(source, start, start + 1), "save the file as UTF-8")


def too_large(name: str) -> Problem:
    """The problem with a file above the size limit."""
    return Problem(f"'{name}' is larger than {MAX_BYTES // 2**20} MiB")
