"""Resolves the names of a class: constructor arguments, and attributes for ``forward``.

The writer leaves symbols in the constructor and in ``forward``: params, sizes of the
inputs, names of enclosing loops. Heights and widths become arguments that the caller
computes, and the constructor stores the values that ``forward`` reads on ``self``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from archspec.backends.contract.dialect import Argument
from archspec.backends.python.expressions import Kept
from archspec.backends.python.free_names import free_names
from archspec.backends.python.idioms import idiomatic
from archspec.backends.python.nodes import Code, Ex, If, Literal, Stmt
from archspec.backends.python.simplify import drop_idle
from archspec.backends.python.walk import bodies_in, changed, expressions, rewrite, walk
from archspec.expr import (
    Expr,
    Name,
    Symbol,
    Types,
    bind,
    logic,
    names,
    substitute,
    symbols,
    walk_names,
)
from archspec.model.names.naming import unused
from archspec.model.names.scope import names_behind
from archspec.model.sizes.symbols import InputSize, NeedsValue, is_opaque, requests_of
from archspec.record import field, record, replace

Change: TypeAlias = Callable[[Expr, Expr | None], Expr]


def change_all(
    stmts: Sequence[Stmt], change: Change, cond: Expr | None = None
) -> list[Stmt]:
    """``stmts`` with every expression changed; ``change`` also gets its condition."""
    new: list[Stmt] = []
    for stmt in stmts:
        under = _both(cond, stmt.code) if isinstance(stmt, If) else cond
        code = rewrite(stmt.code, lambda expr: change(expr, cond))
        bodies = zip(bodies_in(stmt), (under, cond), strict=False)
        inside = (change_all(body, change, here) for body, here in bodies)
        new.append(changed(stmt, code, *inside))
    return new


def _both(cond: Expr | None, test: Code) -> Expr | None:
    if not isinstance(test, Ex):
        return cond
    return test.expr if cond is None else logic("and", [cond, test.expr])


@record(frozen=False)
class ResolvedClass:
    """A class with its names resolved; ``sizes`` are arguments that callers compute."""

    init: list[Stmt]
    forward: list[Stmt]
    sizes: list[Argument] = field(factory=list[Argument])
    kept: dict[str, str] = field(factory=dict[str, str])  # name -> attribute


def resolve_names(
    init: Sequence[Stmt],
    forward: Sequence[Stmt],
    attribute: Callable[[str], str],
    taken: set[str],
    types: Types,
) -> ResolvedClass:
    """Replace heights and widths by arguments and let ``forward`` read from ``self``.

    ``types`` has the names that are known to be whole numbers, or lists of them.

    Raises:
        NeedsValue: no expression of this class gives a size.
    """
    result = ResolvedClass([], [])
    known: dict[Expr, Argument] = {}
    init = drop_idle(init)
    local = _used_names(init) - set(free_names(init))

    def argument(expr: Expr, cond: Expr | None) -> Expr:
        if expr not in known:
            name = unused(taken, "in_features")
            taken.add(name)
            default = None if cond is None else Literal(None)
            known[expr] = Argument(name, default, expr, cond)
        elif known[expr].when != cond:  # it is needed elsewhere as well
            known[expr] = replace(known[expr], default=None, when=None)
        return Name(known[expr].name)

    def size(expr: Expr, cond: Expr | None) -> Expr:
        expr = idiomatic(expr, types)
        if is_opaque(expr):
            reason = "a size that depends on it has no plain form"
            raise NeedsValue(requests_of(expr), reason)
        hidden = [found for found in symbols(expr) if isinstance(found, InputSize)]
        if not hidden:
            return expr
        if local.isdisjoint(names(expr)):
            return argument(expr, cond)
        # A value that differs from copy to copy is computed there, from the sizes.
        own: dict[Symbol, Expr] = {one: argument(one, cond) for one in hidden}
        return bind(expr, own)

    def keep(expr: Expr, cond: Expr | None) -> Expr:
        expr = size(expr, cond)
        for name in dict.fromkeys(walk_names(expr)):
            if name not in result.kept:
                result.kept[name] = attribute(name)
        return substitute(expr, {name: Kept(result.kept[name]) for name in names(expr)})

    result.init = change_all(init, size)
    result.forward = change_all(forward, keep)
    result.sizes = list(known.values())
    return result


def _used_names(stmts: Sequence[Stmt]) -> set[str]:
    read = (names(expr) for code in walk(stmts) for expr in expressions(code))
    return set[str]().union(*read)


def used_let(let: Mapping[str, Expr], used: set[str]) -> dict[str, Expr]:
    """The ``let`` values that ``used`` needs, directly or through others, in order."""
    wanted = names_behind(used, let)
    return {name: expr for name, expr in let.items() if name in wanted}
