"""Passes pairs on unchanged: ``kernel``, not ``(kernel[0], kernel[1])``.

Operators hold a size as two numbers, and the rows of backends print them one by one.
"""

from collections.abc import Collection

from archspec.backends.contract.dialect import Layer
from archspec.backends.python.nodes import Code, Ex, Items
from archspec.backends.python.walk import transform
from archspec.expr import Const, Expr, Index
from archspec.record import replace


def whole_lists(layer: Layer, lists: Collection[Expr]) -> Layer:
    """``layer`` with whole fields, listed in ``lists``, in place of their items."""
    if not lists:
        return layer
    call = layer.call

    def joined_call(*xs: Code) -> Code | None:
        assert call is not None
        made = call(*xs)
        return made and _joined(made, lists)

    return replace(
        layer,
        module=layer.module and _joined(layer.module, lists),
        call=call and joined_call,
        listed=layer.listed and _joined(layer.listed, lists),
    )


def _joined(code: Code, lists: Collection[Expr]) -> Code:
    def whole(part: Code) -> Code:
        match part:
            case Items((Ex(Index(first, Const(0))), Ex(Index(second, Const(1))))) if (
                first == second and first in lists
            ):
                return Ex(first)
            case _:
                return part

    return transform(code, whole)
