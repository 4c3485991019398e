"""Errors of weight files."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

from archspec.text.problems import CompileError, Problem


class WeightsError(CompileError, ValueError):
    """Weights that cannot be read, or do not fit; lists all problems."""


class WeightsWarning(UserWarning):
    """A warning about weights that were read."""


class Malformed(ValueError):
    """Bytes that violate their format; the caller of the reader adds the file name."""

    def __init__(self, message: str, help: str = ""):
        super().__init__(message)
        self.message, self.help = message, help


def refuse(message: str, help: str = "") -> NoReturn:
    """Raise WeightsError with one problem."""
    raise WeightsError([Problem(message, help=help)])


@contextmanager
def reading_of(path: str) -> Generator[None, None, None]:
    """Turn errors while reading the file at ``path`` into a WeightsError."""
    try:
        yield
    except Malformed as error:
        refuse(f"{path}: {error.message}", error.help)
    except MemoryError:
        refuse(f"{path}: too large for the memory of this machine")
