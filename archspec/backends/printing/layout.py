"""Lays target trees out as ``ruff format`` does: 88 columns, exploded where they break.

A document is text with places where it may break; a group stays on one line when it
fits, else all its own breaks become new lines (Wadler, "A prettier printer", 1997).
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
)
from archspec.backends.printing.document import target_text, value
from archspec.backends.python.expressions import as_python, statements_as_python
from archspec.backends.python.nodes import Assign, Code, Do, For, If, Return, Stmt, With

WIDTH = 88
STEP = 4


def render(doc: Doc, indent: int, prefix: str = "") -> list[str]:
    """The lines of ``doc`` at ``indent`` columns, the first one after ``prefix``."""
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
    """Whether ``doc``, flat, and what follows it up to a break fit in ``room``."""
    stack: list[tuple[bool, Doc]] = [(False, doc)]
    after, resting = len(rest), False
    while room >= 0:
        if not stack:
            if not after:
                return True
            after, resting = after - 1, True  # what follows may break in its groups
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
    """Whether all lines of ``doc`` fit that begins at ``column``, all of it broken."""
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


def lay_out(stmts: Sequence[Stmt], indent: int) -> list[str]:
    """The lines of ``stmts`` at ``indent`` columns."""
    lines: list[str] = []
    for stmt in stmts:
        lines += _statement(stmt, indent)
    return lines


def _statement(stmt: Stmt, indent: int) -> list[str]:
    inner = indent + STEP
    match stmt:
        case Assign(target, code):
            return render(value(code), indent, f"{target_text(target)} = ")
        case Do(code):
            return render(value(code), indent)
        case Return(code):
            return render(value(code), indent, "return ")
        case If(cond, body, orelse):
            lines = render((value(cond), ":"), indent, "if ")
            lines += lay_out(body, inner)
            if orelse:
                lines += [" " * indent + "else:", *lay_out(orelse, inner)]
            return lines
        case For(names, iterable, body):
            head = ("for ", loop_target(names), " in ", value(iterable), ":")
            return render(head, indent) + lay_out(body, inner)
        case With(context, body):
            head = render((value(context), ":"), indent, "with ")
            return head + lay_out(body, inner)
