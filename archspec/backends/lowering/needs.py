"""Finds the items that need the mode, for themselves or for an inner item."""

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
    """Whether an item, or an item inside it, needs something; each body is searched once.

    Args:
        own: whether an item needs it itself.
    """

    def __init__(self, own: Callable[[AnyItem], bool]):
        self._own = own
        self._found: dict[ModelBody, bool] = {}

    def item(self, item: AnyItem) -> bool:
        """Whether ``item``, or an item inside it, needs it."""
        return self._own(item) or any(self.body(body) for body in item.bodies())

    def body(self, body: ModelBody) -> bool:
        """Whether an item of ``body`` needs it."""
        if body not in self._found:
            self._found[body] = any(self.item(item) for item in body.items)
        return self._found[body]


class ModeNeeds:
    """The needs of items for the mode, once the blocks that they call are written.

    Attributes:
        differ: whether an item has other code, or none, in one of the modes.
        takes_mode: the same, or it has an operator that acts differently in training.
    """

    def __init__(self, signatures: Mapping[ClassDef, Signature]):
        self._signatures = signatures
        self.differ, self.takes_mode = Needs(self._differs), Needs(self._takes_mode)

    def _differs(self, item: AnyItem) -> bool:
        called = isinstance(item, CallItem) and self._signatures[item.target].plain
        return called or item.only is not None

    def _takes_mode(self, item: AnyItem) -> bool:
        match item:
            case _ if item.only is not None:
                return True
            case OpItem():
                return bool(item.op.MODE)
            case CallItem():
                return self._signatures[item.target].takes_mode
            case ReuseItem():
                return self.takes_mode.item(item.target)
            case _:
                return False
