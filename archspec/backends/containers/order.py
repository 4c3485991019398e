"""Nodes that must run in the order of the spec: the calls of a reused `bn`.

Each call updates the running statistics that the previous one left.
"""

from collections.abc import Container, Iterable

from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    ModelBody,
    OpItem,
    ReuseItem,
)
from archspec.ops.norm import BatchNorm
from archspec.record import record


@record
class Order:
    """The items that must run in the order of the spec.

    Attributes:
        items: the items that contain a `bn` and are called again, and those calls.
        bodies: the bodies that contain such an item.
    """

    items: Container[AnyItem]
    bodies: Container[ModelBody]


def order_of(classes: Iterable[ClassDef]) -> Order:
    """The items of ``classes`` that must run in order; called classes come first."""
    found: set[AnyItem] = set()
    bodies: set[ModelBody] = set()
    counting: dict[ClassDef, bool] = {}
    counts: dict[AnyItem, bool] = {}

    def count(body: ModelBody) -> bool:
        """Whether ``body`` contains a `bn`; records the answer for all inner items."""
        for item in body.items:
            inside = [count(inner) for inner in item.bodies()]
            if isinstance(item, CallItem):
                inside.append(counting[item.target])
            own = isinstance(item, OpItem) and isinstance(item.op, BatchNorm)
            counts[item] = own or any(inside)
        return any(counts[item] for item in body.items)

    def find(body: ModelBody) -> bool:
        """Whether ``body`` contains an item of ``found``."""
        here = False
        for item in body.items:
            inside = [find(inner) for inner in item.bodies()]
            here |= item in found or any(inside)
        if here:
            bodies.add(body)
        return here

    for definition in classes:
        counting[definition] = count(definition.body)
        for item in definition.body.walk():
            if isinstance(item, ReuseItem) and counts.get(item.target):
                found |= {item, item.target}
        if found:
            find(definition.body)
    return Order(found, bodies)
