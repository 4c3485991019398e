"""Problems in a spec, and their display."""

import unicodedata
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from itertools import islice

from archspec.record import record, replace
from archspec.text.source import Span

MAX_PROBLEMS = 100  # shown; nobody reads more
MAX_WIDTH = 120  # columns of a source line shown
_LEAD = 60  # columns kept before the caret of a longer line
_MAX_CANDIDATES = 1000  # candidates that a word is compared with
_TAB = "    "
_BOLD, _BLUE = "\033[1m", "\033[1;34m"
_COLORS = {"error": "\033[1;31m", "warning": "\033[1;33m"}


@record
class Related:
    """Another position that is related to a problem, with a message."""

    message: str
    span: Span | None

    def __str__(self) -> str:
        return f"{self.message} at {self.span}" if self.span else self.message


@record
class Problem:
    """A mistake with its position and a correction.

    Attributes:
        message: the mistake.
        span: the wrong characters; None if they are in no file.
        help: the correction.
        notes: further information.
        related: other positions related to it.
        severity: "error" or "warning".
        code: for an error, the phase that found it (see ``phase``); for a warning, its
            lint.
    """

    message: str
    span: Span | None = None
    help: str = ""
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    severity: str = "error"
    code: str = ""


class CompileError(Exception):
    """The problems that a phase found, in source order, without duplicates.

    At most the first MAX_PROBLEMS.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(dict.fromkeys(problems), key=_source_order)
        if len(self.problems) > MAX_PROBLEMS:
            rest = Problem("too many problems", self.problems[MAX_PROBLEMS].span)
            self.problems[MAX_PROBLEMS:] = [rest]
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n\n".join(render(problem) for problem in self.problems)


@contextmanager
def phase(code: str) -> Generator[None, None, None]:
    """Mark the problems of a CompileError with the phase that found them."""
    try:
        yield
    except CompileError as error:
        error.problems = [
            replace(problem, code=problem.code or code) for problem in error.problems
        ]
        raise


class Problems:
    """Collects the problems of a phase to report them together.

    The CompileError is raised as soon as there are more than MAX_PROBLEMS.
    """

    def __init__(self) -> None:
        self.items: list[Problem] = []

    def add(
        self,
        message: str,
        span: Span | None,
        help: str = "",
        notes: tuple[str, ...] = (),
        related: tuple[Related, ...] = (),
    ) -> None:
        self.items.append(Problem(message, span, help, notes, related))
        if len(self.items) > MAX_PROBLEMS:
            self.raise_if_any()

    def raise_if_any(self) -> None:
        """Raise CompileError with all collected problems, if there are any."""
        if self.items:
            raise CompileError(self.items)


def suggest(word: str, candidates: Iterable[str]) -> str:
    """``did you mean 'conv'?`` for the most similar candidate, or an empty text."""
    import difflib  # late import: misspelt names are rare

    few = islice(candidates, _MAX_CANDIDATES)
    by_folded = {candidate.casefold(): candidate for candidate in few}
    # Similarity is quadratic in the length, and nobody misspells a text this long.
    matches = difflib.get_close_matches(word[:100].casefold(), by_folded, n=1)
    return f"did you mean '{by_folded[matches[0]]}'?" if matches else ""


def render(problem: Problem, color: bool = False) -> str:
    """The problem as text for a terminal, with the source line and a caret."""

    def paint(code: str, text: str) -> str:
        return f"{code}{text}\033[0m" if color else text

    span = problem.span
    gutter = " " * (len(str(span.line)) if span else 1)
    hue = _COLORS[problem.severity]
    lint = f"[{problem.code}]" if problem.severity == "warning" else ""
    headline = f": {_printable(problem.message)}"
    lines = [paint(hue, problem.severity + lint) + paint(_BOLD, headline)]
    if span:
        bar = paint(_BLUE, "|")
        shown, indent, width = _excerpt(span)
        caret = " " * indent + paint(hue, "^" * width)
        number = paint(_BLUE, str(span.line))
        lines += [
            f"{gutter}{paint(_BLUE, '-->')} {_printable(str(span))}",
            f"{gutter} {bar}",
            f"{number} {bar} {shown}".rstrip(),
            f"{gutter} {bar} {caret}",
        ]
    labelled = [("note", str(note)) for note in (*problem.notes, *problem.related)]
    labelled += [("help", problem.help)] if problem.help else []
    for label, text in labelled:
        aligned = f"\n{gutter}   {' ' * len(label)}  ".join(text.splitlines())
        mark = f"{paint(_BLUE, '=')} {paint(_BOLD, label)}"
        lines.append(f"{gutter} {mark}: {_printable(aligned)}")
    return "\n".join(lines)


def _source_order(problem: Problem) -> tuple[str, int]:
    if problem.span is None:
        return "", -1
    return problem.span.source.path, problem.span.start


def _printable(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def _excerpt(span: Span) -> tuple[str, int, int]:
    """The shown part of the span's first line, and the caret's indent and width.

    A span of several lines is underlined to the end of its first line. A long line is
    cut to a window around the start of the span.
    """
    line, first = span.source.line_text(span.line), span.column - 1
    last = len(line.rstrip()) if span.end_line > span.line else span.end_column - 1
    # A line may be megabytes long: read only the part that can be shown.
    skipped = max(0, first - 4 * MAX_WIDTH)
    first, last = first - skipped, last - skipped
    cells = [_cell(char) for char in line[skipped:][: first + 4 * MAX_WIDTH]]
    left, right, before, after = 0, len(cells), "", ""
    if _width(cells) > MAX_WIDTH:
        room = MAX_WIDTH - len("...  ...")
        left = _reach_back(cells, first, _LEAD)
        right = left
        while right < len(cells) and _width(cells[left : right + 1]) <= room:
            right += 1
        if right == len(cells):
            left = _reach_back(cells, right, room)
        before, after = "... " if left else "", " ..." if right < len(cells) else ""
    shown = before + "".join(text for text, _ in cells[left:right]) + after
    indent = len(before) + _width(cells[left:first])
    return shown.rstrip(), indent, max(1, _width(cells[first : min(last, right)]))


def _reach_back(cells: list[tuple[str, int]], end: int, room: int) -> int:
    start = end
    while start and _width(cells[start - 1 : end]) <= room:
        start -= 1
    return start


def _width(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)


def _cell(char: str) -> tuple[str, int]:
    """A character as displayed, and its width in columns."""
    if char == "\t":
        return _TAB, len(_TAB)
    if unicodedata.category(char) in ("Mn", "Me"):
        return char, 0
    if not char.isprintable():
        return "\ufffd", 1
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
