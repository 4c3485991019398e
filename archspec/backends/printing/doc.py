"""Documents: text with possible line breaks (Wadler, 1997)."""

from typing import TypeAlias

from archspec.record import record


@record
class Line:
    """A possible line break; prints ``flat`` where the line does not break."""

    flat: str = " "


@record
class Indent:
    doc: "Doc"


@record
class Group:
    doc: "Doc"


@record
class Broken:
    """Text that appears only when the surrounding group breaks."""

    text: str


@record
class Optional:
    """The value of a statement, in parentheses if it must break.

    ``open`` is the same value with breaks inside brackets only, if that is preferred.
    """

    doc: "Doc"
    open: "Doc | None"


Doc: TypeAlias = str | Line | Indent | Group | Broken | Optional | tuple["Doc", ...]
SOFT = Line("")


def one_line(doc: Doc) -> str:
    """``doc`` on one line, however long."""
    out: list[str] = []
    stack = [doc]
    while stack:
        match stack.pop():
            case str(text) | Line(text):
                out.append(text)
            case tuple() as parts:
                stack += reversed(parts)
            case Indent(doc) | Group(doc) | Optional(doc):
                stack.append(doc)
            case Broken():
                pass
    return "".join(out)
