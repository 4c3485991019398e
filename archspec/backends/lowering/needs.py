"""Which items need the mode, themselves or for an item in them."""

from collections.abc import Callable, Mapping

from archspec.backends.contract.dialect import Signature
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    ModelBody,
    OpItem,
    ReuseItem,
)


class Needs:
    """Whether items need something, themselves or for an item in them; found once per body.

    Args:
        own: whether an item needs it itself.
    """

    def __init__(self, own: Callable[[AnyItem], bool]):
        self._own = own
        self._found: dict[ModelBody, bool] = {}

    def item(self, item: AnyItem) -> bool:
        """Whether ``item`` needs it, or something in it does."""
        return self._own(item) or any(self.body(body) for body in item.bodies())

    def body(self, body: ModelBody) -> bool:
        """Whether something in ``body`` needs it."""
        if body not in self._found:
            self._found[body] = any(self.item(item) for item in body.items)
        return self._found[body]


class ModeNeeds:
    """What depends on the mode, in classes whose blocks have been written.

    Attributes:
        differ: whether an item computes something else, or nothing, in one of the modes.
        told: the same, or it holds an operator that acts differently in training.
    """

    def __init__(self, signatures: Mapping[ClassDef, Signature]):
        self._signatures = signatures
        self.differ, self.told = Needs(self._differs), Needs(self._is_told)

    def _differs(self, item: AnyItem) -> bool:
        called = isinstance(item, CallItem) and self._signatures[item.target].plain
        return called or item.only is not None

    def _is_told(self, item: AnyItem) -> bool:
        match item:
            case _ if item.only is not None:
                return True
            case OpItem():
                return bool(item.op.MODE)
            case CallItem():
                return self._signatures[item.target].told
            case ReuseItem():
                return self.told.item(item.target)
            case _:
                return False
