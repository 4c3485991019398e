"""Queries on bodies of the model: their content, inputs and names of children."""

from collections.abc import Sequence

from archspec.backends.contract.refusals import LoweringError, Refusal
from archspec.expr import substitute
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    JoinItem,
    ModelBody,
    OpItem,
    RepeatItem,
    ReuseItem,
)
from archspec.model.names.naming import as_child
from archspec.model.sizes.symbols import NeedsValue
from archspec.record import replace


def is_chain(body: ModelBody) -> bool:
    """Whether ``body`` only applies one item after the other."""
    if any(item.only is not None for item in body.items):
        # An item for one mode is written into `forward`, unless numbers forbid that.
        return _shifts(body) and _is_chain(body)
    return _is_chain(body)


def _shifts(body: ModelBody) -> bool:
    """Whether the numbers of a list depend on conditions or repeats."""
    return body.listed and any(
        item.when is not None or (isinstance(item, RepeatItem) and item.spliced)
        for item in body.items
    )


def _is_chain(body: ModelBody) -> bool:
    x = body.input
    for item in body.items:
        if item.inputs != (x,) or isinstance(item, ReuseItem):
            return False
        # Its tensor is an attribute of a class, and a container takes no attribute.
        if isinstance(item, OpItem) and item.op.BARE and item.name is not None:
            return False
        # A class around a node with tensors would add a level to their names.
        owns = not isinstance(item, OpItem) or bool(item.op.tensors(*item.xs))
        if item.only is not None and not isinstance(item, JoinItem) and owns:
            return False
        # Nodes in the branches of a named join belong to the level of the join itself.
        if isinstance(item, JoinItem) and not body.listed:
            return False
        # A container hands its layers one value.
        if any(inner.outside for inner in item.bodies()):
            return False
        if isinstance(item, CallItem) and len(item.outs) > 1:
            return False
        x = item.out
    return body.result is x


def numbered(body: ModelBody, definition: ClassDef) -> ModelBody:
    """``body``, of a class of ``definition``, with the items of a list named by number.

    Raises:
        NeedsValue: numbers that depend on arguments.
        LoweringError: numbers that depend on a repeat.
    """
    if not body.listed:
        return body
    items: list[AnyItem] = []
    for number, item in enumerate(body.items):
        if item.when is not None:
            known = substitute(item.when, definition.let)
            reason = "the numbers of a list that is not a plain chain depend on it"
            raise NeedsValue(definition.own.behind(known), reason)
        if isinstance(item, RepeatItem) and item.spliced:
            raise LoweringError(Refusal.SPLICED_REPEAT, item.loc)
        items.append(as_child(item, str(number)))
    return replace(body, items=tuple(items), listed=False)


def constructor_names(definition: ClassDef) -> set[str]:
    """The names that a constructor may use, so that its other locals must differ."""
    found = {param.name for param in definition.params} | set(definition.let)
    stack = [definition.body]
    while stack:
        for item in stack.pop().items:
            stack += item.bodies()
            if isinstance(item, RepeatItem):
                found |= {
                    item.index,
                    *item.row,
                    *(carry.name for carry in item.carries),
                }
    return found


def child_names(body: ModelBody) -> Sequence[str]:
    found: list[str] = []
    for item in body.items:
        if item.name is not None and not (
            isinstance(item, OpItem) and item.name == item.op.NAME
        ):
            found.append(item.name)
        if isinstance(item, JoinItem):
            for branch in item.branches:
                found += child_names(branch)
    return found
