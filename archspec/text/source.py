"""A source text and positions in it."""

import re
from bisect import bisect_right
from functools import cached_property

from archspec.record import record

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Source:
    """A text with its name in messages; two sources are equal only if identical.

    A leading byte-order mark is dropped, so that columns of line 1 agree with an
    editor.
    """

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text.removeprefix("\ufeff")

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first character of every line."""
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        ends = [*self.line_starts[line : line + 1], len(self.text)]
        return self.text[self.line_starts[line - 1] : ends[0]].rstrip("\r\n")


@record
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a source."""

    source: Source
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """The column one past the last character."""
        return self.source.position(self.end)[1]

    def sub(self, offset: int, length: int) -> "Span":
        """A part of this span, cut off at its end."""
        start = min(self.start + offset, self.end)
        return Span(self.source, start, min(start + length, self.end))
