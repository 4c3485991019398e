"""Finds the items, bodies and classes that need the mode, for themselves or an inner item."""

from collections.abc import Callable

from archspec.backends.contract.dialect import ClassForm, Dialect
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    ModelBody,
    OpItem,
    ReuseItem,
)


class Needs:
    """Whether something, or an item inside it, needs the mode; each body is searched once.

    Args:
        own: whether an item needs it itself.
    """

    def __init__(self, own: Callable[[AnyItem], bool]):
        self._own = own
        self._found: dict[ModelBody, bool] = {}

    def item(self, item: AnyItem) -> bool:
        """Whether ``item``, or an item inside it, needs it."""
        return self._own(item) or any(map(self.body, item.bodies()))

    def body(self, body: ModelBody) -> bool:
        """Whether an item of ``body`` needs it."""
        if body not in self._found:
            self._found[body] = any(map(self.item, body.items))
        return self._found[body]

    def definition(self, definition: ClassDef) -> bool:
        """Whether a class needs it: for its body, or for outputs of one mode."""
        some = any(exit.only for exit in definition.outputs)
        return some or self.body(definition.body)


class ModeNeeds:
    """The items, bodies and classes that need the mode, by the kind of need.

    Attributes:
        differ: those with other code, or no code, in one of the modes.
        takes_mode: the same, and operators that act differently in training.
    """

    def __init__(self, dialect: Dialect):
        self._dialect = dialect
        self.differ, self.takes_mode = Needs(self._differs), Needs(self._takes_mode)

    def form(self, place: ModelBody | ClassDef) -> ClassForm:
        """The form of a class, or of the container or class made for a body."""
        of = self.differ
        found = of.body(place) if isinstance(place, ModelBody) else of.definition(place)
        return self._dialect.dynamic if found else self._dialect.static

    def _differs(self, item: AnyItem) -> bool:
        called = isinstance(item, CallItem) and self.differ.definition(item.target)
        return called or item.only is not None

    def _takes_mode(self, item: AnyItem) -> bool:
        match item:
            case _ if item.only is not None:
                return True
            case OpItem():
                return bool(item.op.MODE)
            case CallItem():
                return self.takes_mode.definition(item.target)
            case ReuseItem():
                return self.takes_mode.item(item.target)
            case _:
                return False
