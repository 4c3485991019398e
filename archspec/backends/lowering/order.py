"""Nodes that have to run in the order of the spec: the calls of a `bn` that is reused.

Each call moves its running statistics, from where the one before has left them.
"""

from collections.abc import Container, Iterable, Iterator

from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    ModelBody,
    OpItem,
    ReuseItem,
    bodies_of,
)
from archspec.ops import BatchNorm


def ordered(classes: Iterable[ClassDef]) -> set[AnyItem]:
    """The items of ``classes`` that are called again and hold a `bn`, and those calls."""
    found: set[AnyItem] = set()
    counting: dict[ClassDef, bool] = {}

    def counts(item: AnyItem) -> bool:
        if isinstance(item, CallItem):
            return counting[item.target]
        own = isinstance(item, OpItem) and isinstance(item.op, BatchNorm)
        return own or any(counts(i) for body in bodies_of(item) for i in body.items)

    for definition in classes:  # those that are called come first
        items = list(_items(definition.body))
        for item in items:
            if isinstance(item, ReuseItem) and counts(item.target):
                found |= {item, item.target}
        counting[definition] = any(map(counts, definition.body.items))
    return found


def holds(body: ModelBody, items: Container[AnyItem]) -> bool:
    """Whether one of ``items`` is in ``body``."""
    return any(item in items for item in _items(body))


def _items(body: ModelBody) -> Iterator[AnyItem]:
    for item in body.items:
        yield item
        for inner in bodies_of(item):
            yield from _items(inner)
