"""What is wrong with a file of weights."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

from archspec.text.problems import CompileError, Problem


class WeightsError(CompileError, ValueError):
    """Weights that cannot be read, or do not fit; lists all that is wrong."""


class WeightsWarning(UserWarning):
    """Weights that were read, and about which there is something that one should know."""


class Malformed(ValueError):
    """Bytes that are not what their format says; the reader's caller names the file."""

    def __init__(self, message: str, help: str = ""):
        super().__init__(message)
        self.message, self.help = message, help


def refuse(message: str, help: str = "") -> NoReturn:
    """Raise WeightsError with one problem."""
    raise WeightsError([Problem(message, help=help)])


@contextmanager
def reading_of(path: str) -> Generator[None, None, None]:
    """Around what reads the file at ``path``: its errors become a WeightsError."""
    try:
        yield
    except Malformed as error:
        refuse(f"{path}: {error.message}", error.help)
    except MemoryError:
        refuse(f"{path}: too large for the memory of this machine")
