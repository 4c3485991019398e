"""Lays out target trees as ``ruff format`` does: 88 columns, one item a line if too long.

A document is text with possible line breaks. A group stays on one line if it fits;
otherwise all its own breaks become new lines (Wadler, "A prettier printer", 1997).
"""

from collections.abc import Sequence

from archspec.backends.printing.brackets import loop_target
from archspec.backends.printing.doc import (
    SOFT,
    Broken,
    Doc,
    Group,
    Indent,
    Line,
    Optional,
    one_line,
)
from archspec.backends.printing.document import target_text, value
from archspec.backends.python.expressions import as_python, statements_as_python
from archspec.backends.python.nodes import (
    Assign,
    Code,
    Do,
    For,
    If,
    Origin,
    Return,
    Stmt,
    With,
)
from archspec.backends.python.walk import bodies_in
from archspec.record import record

WIDTH = 88
STEP = 4


def render(doc: Doc, indent: int, prefix: str = "") -> list[str]:
    """The lines of ``doc`` at ``indent`` columns, the first one after ``prefix``."""
    whole = " " * indent + prefix + one_line(doc)
    if len(whole) <= WIDTH:  # most are, and all groups of these fit
        return [whole]
    lines: list[str] = []
    current, column = [" " * indent + prefix], indent + len(prefix)
    stack: list[tuple[int, bool, Doc]] = [(indent, True, doc)]
    while stack:
        level, broken, item = stack.pop()
        match item:
            case str():
                current.append(item)
                column += len(item)
            case tuple():
                stack += [(level, broken, part) for part in reversed(item)]
            case Indent(inner):
                stack.append((level + STEP, broken, inner))
            case Group(inner) | Optional(inner) if not broken:
                stack.append((level, False, inner))  # the surrounding group fits
            case Group(inner):
                fits = _fits(WIDTH - column, inner, stack)
                stack.append((level, not fits, inner))
            case Optional(inner, open):
                wrapped = Group((Broken("("), Indent((SOFT, inner)), SOFT, Broken(")")))
                if open is None or _fits(WIDTH - column, inner, stack):
                    stack.append((level, broken, wrapped))
                elif _exploded_fits(column, level, open):
                    stack.append((level, broken, open))
                else:
                    stack.append((level, broken, wrapped))
            case Broken(text):
                if broken:
                    current.append(text)
                    column += len(text)
            case Line(flat):
                if not broken:
                    current.append(flat)
                    column += len(flat)
                    continue
                lines.append("".join(current).rstrip())
                current, column = [" " * level], level
    lines.append("".join(current).rstrip())
    return lines


def _fits(room: int, doc: Doc, rest: list[tuple[int, bool, Doc]]) -> bool:
    """Whether ``doc``, flat, and the text after it up to a break fit in ``room``."""
    stack: list[tuple[bool, Doc]] = [(False, doc)]
    after, resting = len(rest), False
    while room >= 0:
        if not stack:
            if not after:
                return True
            after, resting = after - 1, True  # the rest may break in its groups
            _, broken, item = rest[after]
            stack.append((broken, item))
            continue
        broken, item = stack.pop()
        match item:
            case str():
                room -= len(item)
            case tuple():
                stack += [(broken, part) for part in reversed(item)]
            case Indent(inner):
                stack.append((broken, inner))
            case Group(inner) | Optional(inner):
                stack.append((broken and resting, inner))
            case Broken(text):
                room -= len(text) if broken else 0
            case Line(flat):
                if broken:
                    return True
                room -= len(flat)
    return False


def _exploded_fits(column: int, level: int, doc: Doc) -> bool:
    """Whether all lines of ``doc`` fit if it begins at ``column`` and breaks everywhere."""
    stack: list[tuple[int, Doc]] = [(level, doc)]
    while stack:
        level, item = stack.pop()
        match item:
            case str(text) | Broken(text):
                column += len(text)
            case tuple():
                stack += [(level, part) for part in reversed(item)]
            case Indent(inner):
                stack.append((level + STEP, inner))
            case Group(inner) | Optional(inner):
                stack.append((level, inner))
            case Line():
                column = level
        if column > WIDTH:
            return False
    return True


def fits_line(code: Code, indent: int, prefix: str) -> bool:
    """Whether a statement ``prefix code`` takes one line at ``indent``."""
    return len(render(value(as_python(code)), indent, prefix)) == 1


def is_one_line(stmt: Stmt, indent: int) -> bool:
    """Whether ``stmt`` takes one line at ``indent``."""
    return len(lay_out(statements_as_python([stmt]), indent)) == 1


@record
class PrintedLine:
    """A line of a statement, and the places in the spec that the statement comes from."""

    text: str
    origin: Origin = ()


def lay_out(stmts: Sequence[Stmt], indent: int) -> list[PrintedLine]:
    """The lines of ``stmts`` at ``indent`` columns."""
    lines: list[PrintedLine] = []
    for stmt in stmts:
        lines += [PrintedLine(text, stmt.origin) for text in _head(stmt, indent)]
        body, *orelse = bodies_in(stmt) or ((),)
        lines += lay_out(body, indent + STEP)
        if orelse and orelse[0]:
            lines.append(PrintedLine(" " * indent + "else:", stmt.origin))
            lines += lay_out(orelse[0], indent + STEP)
    return lines


def _head(stmt: Stmt, indent: int) -> list[str]:
    """The lines of ``stmt`` itself."""
    match stmt:
        case Assign(target, code):
            return render(value(code), indent, f"{target_text(target)} = ")
        case Do(code):
            return render(value(code), indent)
        case Return(code):
            return render(value(code), indent, "return ")
        case If(cond):
            return render((value(cond), ":"), indent, "if ")
        case For(names, iterable):
            head = ("for ", loop_target(names), " in ", value(iterable), ":")
            return render(head, indent)
        case With(context):
            return render((value(context), ":"), indent, "with ")
