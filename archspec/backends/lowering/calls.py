"""The classes that each call of a block constructs."""

from archspec.backends.python.nodes import Calls
from archspec.model.definitions import CallItem, Loc, Model, ReuseItem


def calls_of(model: Model) -> Calls:
    """The calls in all classes of ``model``; a reuse of a call counts as a call."""
    found: dict[tuple[str, Loc], set[str]] = {}
    for definition in model.classes:
        for item in definition.body.walk():
            call = item.target if isinstance(item, ReuseItem) else item
            if isinstance(call, CallItem):
                made = found.setdefault((definition.name, item.loc), set())
                made.add(call.target.name)
    return found
