"""Notes about a weight file, for the user."""

import warnings
from collections.abc import Iterable

from archspec.record import record
from archspec.weights.errors import WeightsWarning

_LISTED = 50  # lines of a note


@record
class Note:
    """A note about a file.

    Attributes:
        message: the note.
        lines: the tensors that it concerns.
        warns: whether it is a warning: something that was not requested and may be
            wrong.
    """

    message: str
    lines: tuple[str, ...] = ()
    warns: bool = False

    def __str__(self) -> str:
        more = len(self.lines) - _LISTED
        rest = (f"... and {more:,} more",) if more > 0 else ()
        return "\n  ".join((self.message, *self.lines[:_LISTED], *rest))


def warn_of(notes: Iterable[Note]) -> None:
    """Issue the notes that warn as Python warnings."""
    for note in notes:
        if note.warns:
            warnings.warn(str(note), WeightsWarning, stacklevel=4)
