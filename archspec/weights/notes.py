"""What was done with a file of weights, for whoever had it read."""

import warnings
from collections.abc import Iterable

from archspec.record import record
from archspec.weights.errors import WeightsWarning

_LISTED = 50  # lines of a note


@record
class Note:
    """Something that was done, or that should be known.

    Attributes:
        message: what.
        lines: the tensors that it was done with.
        warns: whether it was not asked for, and may be wrong.
    """

    message: str
    lines: tuple[str, ...] = ()
    warns: bool = False

    def __str__(self) -> str:
        more = len(self.lines) - _LISTED
        rest = (f"... and {more:,} more",) if more > 0 else ()
        return "\n  ".join((self.message, *self.lines[:_LISTED], *rest))


def warn_of(notes: Iterable[Note]) -> None:
    """Python's own warnings of those that warn."""
    for note in notes:
        if note.warns:
            warnings.warn(str(note), WeightsWarning, stacklevel=4)
