"""What is wrong with a file of weights."""

from typing import NoReturn

from archspec.text.problems import CompileError, Problem


class WeightsError(CompileError, ValueError):
    """Weights that cannot be read, or do not fit; lists all that is wrong."""


class Malformed(ValueError):
    """Bytes that are not what their format says; the reader's caller names the file."""

    def __init__(self, message: str, help: str = ""):
        super().__init__(message)
        self.message, self.help = message, help


def refuse(message: str, help: str = "") -> NoReturn:
    """Raise WeightsError with one problem."""
    raise WeightsError([Problem(message, help=help)])
