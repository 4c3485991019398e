"""Lays target trees out as ``ruff format`` does: 88 columns, exploded where they break.

A document is text with places where it may break; a group stays on one line when it
fits, else all its own breaks become new lines (Wadler, "A prettier printer", 1997).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archspec.backends.target import (
    Arg,
    Assign,
    Attr,
    Choice,
    Code,
    Do,
    Ex,
    For,
    Gen,
    If,
    Invoke,
    Items,
    Raw,
    Return,
    Stmt,
    Sum,
    With,
)
from archspec.expr import Binary, Compare, Expr, IfElse, Index, ListExpr, Logic, show

WIDTH = 88
STEP = 4


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


Doc: TypeAlias = str | Line | Indent | Group | Broken | tuple["Doc", ...]
SOFT = Line("")


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
                stack.extend((level, broken, part) for part in reversed(item))
            case Indent(inner):
                stack.append((level + STEP, broken, inner))
            case Group(inner):
                fits = _fits(WIDTH - column, inner, stack)
                stack.append((level, not fits, inner))
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
    after = len(rest)
    while room >= 0:
        if not stack:
            if not after:
                return True
            after -= 1
            _, broken, item = rest[after]
            stack.append((broken, item))
            continue
        broken, item = stack.pop()
        match item:
            case str():
                room -= len(item)
            case tuple():
                stack.extend((broken, part) for part in reversed(item))
            case Indent(inner):
                stack.append((broken, inner))
            case Group(inner):
                stack.append((False, inner))
            case Broken(text):
                room -= len(text) if broken else 0
            case Line(flat):
                if broken:
                    return True
                room -= len(flat)
    return False


def document(code: Code) -> Doc:
    """``code`` as a document."""
    match code:
        case Raw(text):
            return text
        case Ex(expr):
            return expression(expr)
        case Attr(value, name):
            return (document(value), f".{name}")
        case Invoke(func, args):
            return (document(func), _arguments(args))
        case Items(items, brackets):
            return _bracketed(
                brackets, [document(item) for item in items], brackets == "()"
            )
        case Gen(element, target, iterable):
            return (document(element), Line(), f"for {target} in ", document(iterable))
        case Sum(op, items):
            parts: list[Doc] = [document(items[0])]
            for item in items[1:]:
                parts += [Line(), f"{op} ", document(item)]
            return tuple(parts)
        case Choice(cond, then, other):
            return (
                document(then),
                Line(),
                ("if ", document(cond)),
                Line(),
                ("else ", document(other)),
            )


def _arguments(args: Sequence[Arg]) -> Doc:
    if not args:
        return "()"
    if len(args) == 1 and isinstance(args[0].value, Gen) and not args[0].star:
        return Group(("(", Indent((SOFT, document(args[0].value))), SOFT, ")"))
    return _bracketed("()", [_argument(arg) for arg in args], False)


def _argument(arg: Arg) -> Doc:
    label = f"{arg.key}=" if arg.key else arg.star
    return (label, _operand(arg.value)) if label else _operand(arg.value)


def _operand(code: Code) -> Doc:
    """An argument or item: what could break without brackets gets them when it does."""
    inner = document(code)
    if isinstance(code, Gen):
        return Group(("(", Indent((SOFT, inner)), SOFT, ")"))
    return Group(inner)


def _bracketed(brackets: str, items: Sequence[Doc], is_tuple: bool) -> Doc:
    left, right = brackets
    if not items:
        return left + right
    if len(items) == 1:
        comma: Doc = "," if is_tuple else ""
        return Group((left, Indent((SOFT, items[0], comma)), SOFT, right))
    parts: list[Doc] = []
    for item in items:
        parts += [",", Line(), item] if parts else [item]
    inner: Doc = (*parts, Broken(","))
    # The whole content may move to one line of its own before it explodes; a tuple or a
    # list explodes at once.
    listed = is_tuple or left == "["
    return Group((left, Indent((SOFT, inner if listed else Group(inner))), SOFT, right))


def expression(expr: Expr) -> Doc:
    """An expression; conditionals and tables may break, the rest is text."""
    match expr:
        case IfElse(cond, then, other) if not isinstance(then, IfElse):
            return (
                expression(then),
                Line(),
                f"if {show(cond)}",
                Line(),
                ("else ", expression(other)),
            )
        case ListExpr(items):
            return _bracketed("()", [Group(expression(item)) for item in items], True)
        case Logic(op, items) if len(items) > 1:
            parts: list[Doc] = []
            for item in items:
                wrapped = isinstance(item, (Logic, IfElse)) and not _and_in_or(op, item)
                text = f"({show(item)})" if wrapped else show(item)
                parts += [Line(), f"{op} {text}"] if parts else [text]
            return tuple(parts)
        case Index(ListExpr() as table, index):
            return (expression(table), f"[{show(index)}]")
        case _:
            return show_tuples(expr)


def _and_in_or(op: str, item: Expr) -> bool:
    return op == "or" and isinstance(item, Logic) and item.op == "and"


def show_tuples(expr: Expr) -> str:
    """``show``, with literal lists as tuples (arguments have immutable defaults)."""
    return show(expr, tuples=True)


def _loose(code: Code) -> bool:
    """Whether ``code`` has breaks outside brackets, so that it needs some to break."""
    if isinstance(code, Ex):
        return isinstance(code.expr, (IfElse, Logic, Compare, Binary))
    return isinstance(code, (Choice, Sum))


def _wrapped(code: Code) -> Doc:
    """``code`` as the value of a statement: in parentheses when it has to break."""
    inner = document(code)
    if not _loose(code):
        return inner
    return Group((Broken("("), Indent((SOFT, inner)), SOFT, Broken(")")))


def fits_line(code: Code, indent: int, prefix: str) -> bool:
    """Whether a statement ``prefix code`` takes one line at ``indent``."""
    return len(render(_wrapped(code), indent, prefix)) == 1


def lay_out(stmts: Sequence[Stmt], indent: int) -> list[str]:
    """The lines of ``stmts`` at ``indent`` columns."""
    lines: list[str] = []
    for stmt in stmts:
        lines += _statement(stmt, indent)
    return lines


def _statement(stmt: Stmt, indent: int) -> list[str]:
    inner = indent + STEP
    match stmt:
        case Assign(target, value):
            return render(_wrapped(value), indent, f"{target} = ")
        case Do(value):
            return render(_wrapped(value), indent)
        case Return(value):
            return render(_wrapped(value), indent, "return ")
        case If(cond, body, orelse):
            lines = render((_wrapped(cond), ":"), indent, "if ")
            lines += lay_out(body, inner)
            if orelse:
                lines += [" " * indent + "else:", *lay_out(orelse, inner)]
            return lines
        case For(target, iterable, body):
            head = render((_wrapped(iterable), ":"), indent, f"for {target} in ")
            return head + lay_out(body, inner)
        case With(context, body):
            head = render((_wrapped(context), ":"), indent, "with ")
            return head + lay_out(body, inner)
