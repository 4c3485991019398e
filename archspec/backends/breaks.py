"""Documents: text with the places where it may break (Wadler, 1997)."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """A possible line break: ``flat`` when it is not one."""

    flat: str = " "


@dataclass(frozen=True, slots=True)
class Indent:
    doc: "Doc"


@dataclass(frozen=True, slots=True)
class Group:
    doc: "Doc"


@dataclass(frozen=True, slots=True)
class Broken:
    """Text that appears only when the surrounding group breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Optional:
    """The value of a statement, in parentheses where it has to break.

    ``open`` is the same with breaks inside brackets only, where that is preferred.
    """

    doc: "Doc"
    open: "Doc | None"


Doc: TypeAlias = str | Line | Indent | Group | Broken | Optional | tuple["Doc", ...]
SOFT = Line("")
