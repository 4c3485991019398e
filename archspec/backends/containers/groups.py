"""Groups and repeats of the model as layers of containers."""

from collections.abc import Sequence

from archspec.backends.containers.bodies import is_chain
from archspec.backends.containers.construct import construct, construct_group
from archspec.backends.containers.context import LoweringContext
from archspec.backends.containers.entries import (
    AnyLayer,
    GroupEntry,
    LayerGroup,
    LayerLoop,
    SingleLayer,
    loop_of,
    name_code,
    numbers_after_names,
)
from archspec.backends.containers.parts import parts_in
from archspec.backends.contract.refusals import LoweringError, Refusal, Unsupported
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ModelBody,
    OpItem,
    RepeatItem,
    SeqItem,
    Val,
)
from archspec.record import replace

MAX_LEVELS = 16  # of one container; deeper ones become classes, to stay readable


class LayerMaker:
    """Makes the layers of one class; ``path`` leads to it, and names inner classes."""

    def __init__(self, context: LoweringContext, path: Sequence[str]):
        self.context, self.path = context, tuple(path)

    def group(
        self, item: SeqItem | RepeatItem, path: Sequence[str] | None = None
    ) -> tuple[AnyLayer, tuple[Val, ...]]:
        """A seq or named repeat as a container, or as a class of its own.

        The values of a repeat are those that each copy reads besides the previous copy.
        """
        path = path or (*self.path, item.name or "layer")
        if isinstance(item, SeqItem):
            return self.body(item.body, path, item)
        outside: list[Val] = []
        entries = [self.repeat(item, path, outside)]
        form = self.context.modes.form(item.body)
        return LayerGroup(tuple(entries), form), tuple(outside)

    def body(
        self, body: ModelBody, path: Sequence[str], item: AnyItem
    ) -> tuple[AnyLayer, tuple[Val, ...]]:
        if self.in_class(body, path):
            signature, outside = self.context.group_class(path, body, item)
            return construct_group(signature), outside
        entries = self.entries(body, path)
        return LayerGroup(tuple(entries), self.context.modes.form(body)), ()

    def in_class(self, body: ModelBody, path: Sequence[str]) -> bool:
        """Whether a body becomes a class rather than a container."""
        named = any(inner.name is not None for inner in body.items)
        dialect, outputs = self.context.dialect, self.context.outputs
        if named and (dialect.named_groups_are_classes or parts_in(body, outputs)):
            return True
        deep = len(path) - len(self.path) > MAX_LEVELS
        return deep or bool(body.outside) or not is_chain(body)

    def entries(self, body: ModelBody, path: Sequence[str]) -> list[GroupEntry]:
        """The items of a chain as entries of a container."""
        found: list[GroupEntry] = []
        for item in body.items:
            try:
                found += self.entry(item, path)
            except Unsupported as error:
                raise LoweringError(error, item.loc) from None
        try:
            return numbers_after_names(found)
        except Unsupported as error:
            raise LoweringError(error, body.items[-1].loc) from None

    def entry(self, item: AnyItem, path: Sequence[str]) -> list[GroupEntry]:
        name = None if item.name is None else name_code([item.name])
        if isinstance(item, RepeatItem) and item.spliced:
            loop = self.repeat(item, path)
            # If no condition in it holds, the copies are empty.
            return [replace(loop, when=item.when)] if loop.entries else []
        return [SingleLayer(name, self.layer_of(item, path), item.when, (item,))]

    def repeat(
        self, item: RepeatItem, path: Sequence[str], outside: list[Val] | None = None
    ) -> LayerLoop:
        """The loop of a repeat; appends the values that its copies read to ``outside``."""
        name = None if item.names is None else name_code(item.names)
        body = item.body
        first = body.items[0] if body.items else None
        if item.single and isinstance(first, RepeatItem) and first.spliced:
            inner = replace(self.repeat(first, path, outside), when=first.when)
            entries: list[GroupEntry] = [inner] if inner.entries else []
        elif item.single and first is not None:
            layer = self.layer_of(first, (*path, "layer"), outside)
            entries = [SingleLayer(name, layer, first.when, (first,))]
        elif item.spliced and body.listed and name is None:
            if not is_chain(body) or body.outside:
                raise Unsupported(Refusal.SPLICED_REPEAT)
            entries = self.entries(body, path)
        else:
            layer, beyond = self.body(body, (*path, "layer"), item)
            add_outside(beyond, outside)
            entries = [SingleLayer(name, layer, None, (item,))]
        return loop_of(item, entries)

    def layer_of(
        self, item: AnyItem, path: Sequence[str], outside: list[Val] | None = None
    ) -> AnyLayer:
        """One item of a container as a layer; appends the values it reads to ``outside``."""
        place = (*path, item.name or "layer")
        match item:
            case OpItem() if item.only is not None or len(item.inputs) > 1:
                item = replace(item, name=item.op.NAME)  # of a module without tensors
            case OpItem():
                layer = self.context.layer(item).item
                if layer is not None:
                    return layer
            case CallItem():
                return construct(item, self.context.signature(item.target))
            case SeqItem():
                layer, beyond = self.body(item.body, place, item)
                add_outside(beyond, outside)
                return layer
            case RepeatItem():
                layer, beyond = self.group(item, place)
                add_outside(beyond, None)
                return layer
            case _:
                pass
        item = replace(item, when=None)  # its container tests the condition
        alone = ModelBody(item.inputs[0], (item,), item.out)
        signature, beyond = self.context.group_class(place, alone, item)
        add_outside(beyond, outside)
        return construct_group(signature)


def add_outside(beyond: Sequence[Val], outside: list[Val] | None) -> None:
    """Add the values that a layer of a container reads to ``outside``.

    Raises:
        Unsupported: the container passes a single value to its layers.
    """
    if beyond and outside is None:
        raise Unsupported(Refusal.SPLICED_REPEAT)
    if beyond and outside is not None:
        outside += beyond
