"""The names that statements read and do not bind."""

from collections.abc import Iterator, Sequence

from archspec.backends.python.nodes import (
    Assign,
    Choice,
    Code,
    Do,
    For,
    Gen,
    If,
    Invoke,
    Items,
    Return,
    Stmt,
    Sum,
    With,
    expressions,
    names_of,
)
from archspec.expr import walk_names


def free_names(stmts: Sequence[Stmt]) -> list[str]:
    """The names that ``stmts`` read and do not bind, in order of appearance."""
    found: dict[str, None] = {}
    for name in _free(stmts, set()):
        found.setdefault(name)
    return list(found)


def _free(stmts: Sequence[Stmt], bound: set[str]) -> Iterator[str]:
    bound = set(bound)
    for stmt in stmts:
        match stmt:
            case Assign(target, value):
                yield from _free_code(value, bound)
                bound.add(target)
            case Do(value) | Return(value):
                yield from _free_code(value, bound)
            case If(cond, body, orelse):
                yield from _free_code(cond, bound)
                yield from _free(body, bound)
                yield from _free(orelse, bound)
                bound |= _assigned(body) | _assigned(orelse)
            case For(target, iterable, body):
                yield from _free_code(iterable, bound)
                yield from _free(body, bound | {*names_of(target)})
                bound |= _assigned(body)
            case With(context, body):
                yield from _free_code(context, bound)
                yield from _free(body, bound)
                bound |= _assigned(body)


def _assigned(stmts: Sequence[Stmt]) -> set[str]:
    """The variables that ``stmts`` set, which live on after them."""
    found: set[str] = set()
    for stmt in stmts:
        match stmt:
            case Assign(target):
                found.add(target)
            case If(_, body, orelse):
                found |= _assigned(body) | _assigned(orelse)
            case For(_, _, body) | With(_, body):
                found |= _assigned(body)
            case _:
                pass
    return found


def _free_code(code: Code, bound: set[str]) -> Iterator[str]:
    match code:
        case Gen(element, target, iterable):
            yield from _free_code(iterable, bound)
            yield from _free_code(element, bound | {*names_of(target)})
        case Invoke(func, args):
            yield from _free_code(func, bound)
            for arg in args:
                yield from _free_code(arg.value, bound)
        case Items(items, _) | Sum(_, items):
            for item in items:
                yield from _free_code(item, bound)
        case Choice(cond, then, other):
            for part in (then, cond, other):
                yield from _free_code(part, bound)
        case _:
            for expr in expressions(code):
                yield from (name for name in walk_names(expr) if name not in bound)
