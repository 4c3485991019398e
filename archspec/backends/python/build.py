"""Short ways to build the tree."""

from collections.abc import Sequence

from archspec.backends.python.nodes import (
    Arg,
    Attr,
    Code,
    Ex,
    Identifier,
    Invoke,
    Literal,
    Operation,
)
from archspec.expr import Const, Expr, Value, lift


def lit(value: Expr | Value) -> Code:
    """A literal or an expression."""
    expr = lift(value)
    return Literal(expr.value) if isinstance(expr, Const) else Ex(expr)


def dotted(name: str) -> Code:
    """A name and the attributes behind it: ``nn.Conv2d``."""
    first, *rest = name.split(".")
    code: Code = Identifier(first)
    for part in rest:
        code = Attr(code, part)
    return code


def self_attribute(name: str) -> Attr:
    """``self.name``"""
    return Attr(Identifier("self"), name)


def super_attribute(name: str) -> Attr:
    """``super().name``"""
    return Attr(invoke("super"), name)


def invoke(
    func: "str | Code", *args: "Code | Arg | None", **keys: "Code | None"
) -> Invoke:
    """A call; arguments that are None are left out."""
    target = dotted(func) if isinstance(func, str) else func
    given = [
        arg if isinstance(arg, Arg) else Arg(arg) for arg in args if arg is not None
    ]
    given += [Arg(value, key) for key, value in keys.items() if value is not None]
    return Invoke(target, tuple(given))


def joined(op: str, items: Sequence[Code]) -> Code:
    """``items`` with ``op`` between them."""
    return Operation((op,) * (len(items) - 1), tuple(items))
