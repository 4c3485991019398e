"""Traversal and transformation of the tree."""

from collections.abc import Callable, Iterable, Iterator

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
    Identifier,
    If,
    Invoke,
    Items,
    Lambda,
    Literal,
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


def parts_of(code: Code) -> tuple[Code, ...]:
    """The direct parts of ``code``, in reading order."""
    match code:
        case Identifier() | Literal() | Ex():
            return ()
        case Invoke(func, args):
            return (func, *(arg.value for arg in args))
        case Attr(value, _) | Starred(value):
            return (value,)
        case Bounds(start, stop):
            return tuple(part for part in (start, stop) if part is not None)
        case Subscript(value, items):
            return (value, *items)
        case Items(items, _) | Operation(_, items):
            return items
        case Gen(element, _, iterable):
            return (element, iterable)
        case Lambda(_, body):
            return (body,)
        case Prefix(_, operand):
            return (operand,)
        case Choice(cond, then, other):
            return (then, cond, other)
        case Template(parts):
            return tuple(part for part in parts if not isinstance(part, str))


def with_parts(code: Code, parts: Iterable[Code]) -> Code:
    """``code`` with its parts replaced by ``parts``, in the order of `parts_of`."""
    new = iter(parts)
    match code:
        case Invoke(_, args):
            func = next(new)
            return Invoke(func, tuple(Arg(next(new), arg.key) for arg in args))
        case Attr(_, name):
            return Attr(next(new), name)
        case Bounds(start, stop):
            return Bounds(start and next(new), stop and next(new))
        case Subscript():
            return Subscript(next(new), tuple(new))
        case Items(_, brackets):
            return Items(tuple(new), brackets)
        case Operation(ops, _):
            return Operation(ops, tuple(new))
        case Gen(_, target, _):
            return Gen(next(new), target, next(new))
        case Starred():
            return Starred(next(new))
        case Lambda(params, _):
            return Lambda(params, next(new))
        case Prefix(op, _):
            return Prefix(op, next(new))
        case Choice():
            then, cond, other = new
            return Choice(cond, then, other)
        case Template(old):
            return Template(
                tuple(part if isinstance(part, str) else next(new) for part in old)
            )
        case Identifier() | Literal() | Ex():
            return code


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
        yield code_of(stmt)
        for body in bodies_in(stmt):
            yield from walk(body)


def code_of(stmt: Stmt) -> Code:
    """The code that ``stmt`` itself holds."""
    match stmt:
        case Assign(_, code) | Do(code) | Return(code) | If(code):
            return code
        case For(_, code) | With(code):
            return code


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
        case Assign(target):
            return Assign(target, code, stmt.origin)
        case Do():
            return Do(code, stmt.origin)
        case Return():
            return Return(code, stmt.origin)
        case If():
            return If(code, tuple(body), tuple(orelse), stmt.origin)
        case For(target):
            return For(target, code, tuple(body), stmt.origin)
        case With():
            return With(code, tuple(body), stmt.origin)


def located(stmt: Stmt, origin: Origin) -> Stmt:
    """``stmt`` with ``origin``, also for inner statements that have none."""
    if stmt.origin:
        return stmt
    bodies = ([located(inner, origin) for inner in body] for body in bodies_in(stmt))
    return replace(changed(stmt, code_of(stmt), *bodies), origin=origin)
