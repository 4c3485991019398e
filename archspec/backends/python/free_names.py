"""The names, of the spec and of Python, that code reads and binds."""

from collections.abc import Iterator, Sequence

from archspec.backends.python.nodes import (
    Assign,
    Attr,
    Code,
    Ex,
    For,
    Gen,
    Identifier,
    Lambda,
    Stmt,
)
from archspec.backends.python.walk import bodies_in, names_of, parts_of
from archspec.expr import walk_names


def free_names(stmts: Sequence[Stmt]) -> list[str]:
    """The names that ``stmts`` read and do not bind, in order of appearance."""
    return list(dict.fromkeys(_free(stmts, frozenset())))


def _free(stmts: Sequence[Stmt], bound: frozenset[str]) -> Iterator[str]:
    for stmt in stmts:
        yield from _free_code(stmt.code, bound)
        inner = bound | {*names_of(stmt.target)} if isinstance(stmt, For) else bound
        for body in bodies_in(stmt):
            yield from _free(body, inner)
        bound |= assigned([stmt])


def assigned(stmts: Sequence[Stmt]) -> set[str]:
    """The variables that ``stmts`` set and that live on after them."""
    found: set[str] = set()
    for stmt in stmts:
        if isinstance(stmt, Assign) and not isinstance(stmt.target, Attr):
            found.update(names_of(stmt.target))
        for body in bodies_in(stmt):
            found |= assigned(body)
    return found


def _free_code(code: Code, bound: frozenset[str]) -> Iterator[str]:
    match code:
        case Ex(expr):
            yield from (name for name in walk_names(expr) if name not in bound)
        case Gen(element, target, iterable):
            yield from _free_code(iterable, bound)
            yield from _free_code(element, bound | {*names_of(target)})
        case _:
            for part in parts_of(code):
                yield from _free_code(part, bound)


def python_names(code: Code) -> set[str]:
    """The Python names that ``code`` reads and does not bind.

    ``code`` contains no expressions of the spec.
    """
    match code:
        case Identifier(id):
            return {id}
        case Gen(element, target, iterable):
            inner = python_names(element) - {*names_of(target)}
            return inner | python_names(iterable)
        case Lambda(params, body):
            return python_names(body) - {*params}
        case _:
            return set[str]().union(*map(python_names, parts_of(code)))
