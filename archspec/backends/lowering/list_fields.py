"""Passes lists on unchanged: ``kernel``, not ``(kernel[0], kernel[1])``.

Operators hold a size as a number for each side, and the rows of backends print them one
by one.
"""

from collections.abc import Collection

from archspec.backends.contract.dialect import Layer
from archspec.backends.python.nodes import Code, Ex, Items
from archspec.backends.python.walk import transform
from archspec.expr import Const, Expr, Index
from archspec.record import replace


def whole_lists(layer: Layer, lists: Collection[Expr], sides: int) -> Layer:
    """``layer`` with whole fields, listed in ``lists``, in place of their items.

    Each has an item for each side.
    """
    if not lists:
        return layer
    call = layer.call

    def joined_call(*xs: Code) -> Code | None:
        assert call is not None
        made = call(*xs)
        return made and _joined(made, lists, sides)

    return replace(
        layer,
        module=layer.module and _joined(layer.module, lists, sides),
        call=call and joined_call,
        listed=layer.listed and _joined(layer.listed, lists, sides),
    )


def _joined(code: Code, lists: Collection[Expr], sides: int) -> Code:
    def whole(part: Code) -> Code:
        if not isinstance(part, Items) or len(part.items) != sides or sides < 2:
            return part
        for one in lists:
            items = [Ex(Index(one, Const(side))) for side in range(sides)]
            if list(part.items) == items:
                return Ex(one)
        return part

    return transform(code, whole)
