"""Leaves out of a method what a person would not write."""

from collections.abc import Iterator, Sequence

from archspec.backends.python.nodes import (
    Assign,
    Code,
    Ex,
    For,
    If,
    Raw,
    Stmt,
    Sum,
    With,
    expressions,
    walk,
)
from archspec.expr import logic, walk_names
from archspec.record import replace


def drop_idle(stmts: Sequence[Stmt]) -> list[Stmt]:
    """``stmts`` without the running locals that nothing but themselves reads."""
    kept = list(stmts)
    while True:
        locals = {stmt.target for stmt in _assigns(kept) if _is_local(stmt)}
        idle = locals - set(_read(kept))
        if not idle:
            return kept
        kept = _without(kept, idle)


def _is_local(stmt: Assign) -> bool:
    return isinstance(stmt.value, Ex) and stmt.target.isidentifier()


def _assigns(stmts: Sequence[Stmt]) -> Iterator[Assign]:
    for stmt in stmts:
        if isinstance(stmt, Assign):
            yield stmt
        yield from _assigns([inner for body in _bodies(stmt) for inner in body])


def _bodies(stmt: Stmt) -> tuple[tuple[Stmt, ...], ...]:
    match stmt:
        case If(_, body, orelse):
            return (body, orelse)
        case For(_, _, body) | With(_, body):
            return (body,)
        case _:
            return ()


def _read(stmts: Sequence[Stmt]) -> Iterator[str]:
    """The names that are read, but for those that a local reads to change itself."""
    own = {id(stmt.value): stmt.target for stmt in _assigns(stmts) if _is_local(stmt)}
    for code in walk(list(stmts)):
        for expr in expressions(code):
            yield from (name for name in walk_names(expr) if name != own.get(id(code)))
        if isinstance(code, Raw):
            yield code.text


def _without(stmts: Sequence[Stmt], idle: set[str]) -> list[Stmt]:
    kept: list[Stmt] = []
    for stmt in stmts:
        match stmt:
            case Assign(target) if target in idle:
                continue
            case If(_, body, orelse):
                then, other = _without(body, idle), _without(orelse, idle)
                if then or other:
                    kept.append(replace(stmt, body=tuple(then), orelse=tuple(other)))
            case For(_, _, body) | With(_, body):
                kept.append(replace(stmt, body=tuple(_without(body, idle))))
            case _:
                kept.append(stmt)
    return kept


def merge_ifs(stmts: Sequence[Stmt]) -> tuple[Stmt, ...]:
    """``stmts`` with an ``if`` that holds nothing but an ``if`` as one."""
    merged: list[Stmt] = []
    for stmt in stmts:
        match stmt:
            case If(cond, body, orelse):
                body, orelse = merge_ifs(body), merge_ifs(orelse)
                match body:
                    case (If(inner, then, ()),) if not orelse:
                        stmt = If(_both(cond, inner), then)
                    case _:
                        stmt = If(cond, body, orelse)
            case For(_, _, body) | With(_, body):
                stmt = replace(stmt, body=merge_ifs(body))
            case _:
                pass
        merged.append(stmt)
    return tuple(merged)


def _both(cond: Code, inner: Code) -> Code:
    if isinstance(cond, Ex) and isinstance(inner, Ex):
        return Ex(logic("and", [cond.expr, inner.expr]))
    return Sum("and", (cond, inner))
