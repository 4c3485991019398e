"""Traversal and transformation of the tree."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from archspec.backends.python.nodes import (
    Arg,
    Assign,
    Attr,
    Bounds,
    Choice,
    Code,
    Do,
    Ex,
    For,
    Gen,
    If,
    Invoke,
    Items,
    Lambda,
    Operation,
    Origin,
    Prefix,
    Return,
    Starred,
    Stmt,
    Subscript,
    Target,
    Template,
    With,
)
from archspec.expr import Expr
from archspec.record import replace

# The fields that hold parts, in reading order.
_PARTS: Mapping[type, tuple[str, ...]] = {
    Attr: ("value",),
    Starred: ("value",),
    Bounds: ("start", "stop", "step"),
    Subscript: ("value", "items"),
    Items: ("items",),
    Operation: ("items",),
    Gen: ("element", "iterable"),
    Lambda: ("body",),
    Prefix: ("operand",),
    Choice: ("then", "cond", "other"),
    Template: ("parts",),
}


def parts_of(code: Code) -> list[Code]:
    """The direct parts of ``code``, in reading order."""
    if isinstance(code, Invoke):
        return [code.func, *(arg.value for arg in code.args)]
    found: list[Code | str | None] = []
    for name in _PARTS.get(type(code), ()):
        held: Any = getattr(code, name)
        found += held if isinstance(held, tuple) else [held]
    return [part for part in found if part is not None and not isinstance(part, str)]


def with_parts(code: Code, parts: Iterable[Code]) -> Code:
    """``code`` with other parts, as many as `parts_of` lists, in that order."""
    new = iter(parts)

    def other(held: Any) -> Any:
        if isinstance(held, tuple):
            return tuple(map(other, cast("tuple[Any, ...]", held)))
        return held if held is None or isinstance(held, str) else next(new)

    if isinstance(code, Invoke):
        func = next(new)
        return Invoke(func, tuple(Arg(next(new), arg.key) for arg in code.args))
    names = _PARTS.get(type(code), ())
    return replace(code, **{name: other(getattr(code, name)) for name in names})


def transform(code: Code, change: Callable[[Code], Code]) -> Code:
    """``code`` with every node changed, from the inside out."""
    parts = parts_of(code)
    new = [transform(part, change) for part in parts]
    if any(one is not other for one, other in zip(parts, new, strict=True)):
        code = with_parts(code, new)
    return change(code)


def rewrite(code: Code, change: Callable[[Expr], Expr]) -> Code:
    """``code`` with every expression of the spec in it changed."""

    def changed_here(part: Code) -> Code:
        if not isinstance(part, Ex):
            return part
        new = change(part.expr)
        return part if new is part.expr else Ex(new)

    return transform(code, changed_here)


def descend(code: Code) -> Iterator[Code]:
    """``code`` and everything in it, in reading order."""
    yield code
    for part in parts_of(code):
        yield from descend(part)


def expressions(code: Code) -> Iterator[Expr]:
    """Every expression of the spec in ``code``."""
    return (found.expr for found in descend(code) if isinstance(found, Ex))


def names_of(target: Target) -> Iterator[str]:
    """The names that ``target`` sets."""
    if isinstance(target, str):
        yield target
        return
    for part in target:
        yield from names_of(part)


def walk(stmts: Iterable[Stmt]) -> Iterator[Code]:
    """Every piece of code in ``stmts``, in order."""
    for stmt in stmts:
        yield stmt.code
        for body in bodies_in(stmt):
            yield from walk(body)


def bodies_in(stmt: Stmt) -> tuple[tuple[Stmt, ...], ...]:
    """The statements inside ``stmt``."""
    match stmt:
        case If(_, body, orelse):
            return (body, orelse)
        case For(_, _, body) | With(_, body):
            return (body,)
        case Assign() | Do() | Return():
            return ()


def changed(
    stmt: Stmt, code: Code, body: Iterable[Stmt] = (), orelse: Iterable[Stmt] = ()
) -> Stmt:
    """``stmt`` with other code and other statements inside."""
    match stmt:
        case If():
            return If(code, tuple(body), tuple(orelse), stmt.origin)
        case For() | With():
            return replace(stmt, code=code, body=tuple(body))
        case _:
            return replace(stmt, code=code)


def located(stmt: Stmt, origin: Origin) -> Stmt:
    """``stmt`` with ``origin``, also for inner statements that have none."""
    if stmt.origin:
        return stmt
    bodies = ([located(inner, origin) for inner in body] for body in bodies_in(stmt))
    return replace(changed(stmt, stmt.code, *bodies), origin=origin)
