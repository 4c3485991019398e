"""Which class each call of a block is of."""

from collections.abc import Iterator, Mapping

from archspec.model.definitions import (
    AnyItem,
    CallItem,
    Model,
    ModelBody,
    ReuseItem,
)
from archspec.spec.faults import Loc

# By the class that calls and the place of the call: the classes that it makes. They are
# several where a block is printed in more than one form.
Calls = Mapping[tuple[str, Loc], set[str]]


def calls_of(model: Model) -> Calls:
    """The calls of all classes of ``model``; a reuse of one is a call as well."""
    found: dict[tuple[str, Loc], set[str]] = {}
    for definition in model.classes:
        for item in _items(definition.body):
            call = item.target if isinstance(item, ReuseItem) else item
            if isinstance(call, CallItem):
                found.setdefault((definition.name, item.loc), set()).add(
                    call.target.name
                )
    return found


def _items(body: ModelBody) -> Iterator[AnyItem]:
    for item in body.items:
        yield item
        for inner in item.bodies():
            yield from _items(inner)
