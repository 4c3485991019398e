"""Removes statements from a method that a person would not write."""

from collections.abc import Container, Iterator, Sequence

from archspec.backends.python.build import joined
from archspec.backends.python.nodes import Assign, Code, Ex, Identifier, If, Stmt
from archspec.backends.python.walk import bodies_in, changed, descend, walk
from archspec.expr import logic, walk_names


def drop_idle(stmts: Sequence[Stmt]) -> list[Stmt]:
    """``stmts`` without locals that only their own updates read."""
    kept = list(stmts)
    while True:
        locals = {stmt.target for stmt in _assigns(kept) if _is_local(stmt)}
        idle = locals - set(_read(kept))
        if not idle:
            return kept
        kept = _without(kept, idle)


def _is_local(stmt: Assign) -> bool:
    return isinstance(stmt.code, Ex) and isinstance(stmt.target, str)


def _assigns(stmts: Sequence[Stmt]) -> Iterator[Assign]:
    for stmt in stmts:
        if isinstance(stmt, Assign):
            yield stmt
        for body in bodies_in(stmt):
            yield from _assigns(body)


def _read(stmts: Sequence[Stmt]) -> Iterator[str]:
    """The names that are read, except by a local that updates itself."""
    own = {id(stmt.code): stmt.target for stmt in _assigns(stmts) if _is_local(stmt)}
    for code in walk(stmts):
        for part in descend(code):
            if isinstance(part, Identifier):
                yield part.id
            elif isinstance(part, Ex):
                names = walk_names(part.expr)
                yield from (name for name in names if name != own.get(id(code)))


def _without(stmts: Sequence[Stmt], idle: Container[object]) -> list[Stmt]:
    kept: list[Stmt] = []
    for stmt in stmts:
        bodies = [_without(body, idle) for body in bodies_in(stmt)]
        if isinstance(stmt, Assign) and stmt.target in idle:
            continue
        if not isinstance(stmt, If) or any(bodies):
            kept.append(changed(stmt, stmt.code, *bodies))
    return kept


def merge_ifs(stmts: Sequence[Stmt]) -> tuple[Stmt, ...]:
    """``stmts`` with an ``if`` that contains only another ``if`` merged into one."""
    merged: list[Stmt] = []
    for stmt in stmts:
        stmt = changed(stmt, stmt.code, *map(merge_ifs, bodies_in(stmt)))
        match stmt:
            case If(cond, (If(inner, then, ()) as inside,), ()):
                origin = (*stmt.origin, *inside.origin)
                stmt = If(_both(cond, inner), then, origin=origin)
            case _:
                pass
        merged.append(stmt)
    return tuple(merged)


def _both(cond: Code, inner: Code) -> Code:
    if isinstance(cond, Ex) and isinstance(inner, Ex):
        return Ex(logic("and", [cond.expr, inner.expr]))
    return joined("and", (cond, inner))
