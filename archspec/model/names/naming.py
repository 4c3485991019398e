"""Names of classes, of the sizes of their inputs, and of children without a name."""

from collections.abc import Container, Mapping
from itertools import chain, count

from archspec.expr import Expr, Name, constant
from archspec.model.definitions import AnyItem, JoinItem, ModelBody, RepeatItem, SeqItem
from archspec.model.sizes.symbols import InputSize
from archspec.ops.base import Shape, side_names
from archspec.record import replace


def unused(taken: Container[str], *words: str) -> str:
    """The first of ``words`` that is not ``taken``, or the first word with a number."""
    numbered = (f"{words[0]}{number}" for number in count(2))
    return next(name for name in chain(words, numbered) if name not in taken)


def input_sizes(name: str, first: bool, rank: int) -> Shape:
    """The sizes of an input, under their names in the class."""
    channels = Name("in_channels" if first else f"{name}_channels")
    sides = (InputSize(side[0], "" if first else name) for side in side_names(rank))
    return (channels, *sides)


def as_child(item: AnyItem, name: str) -> AnyItem:
    """An item without a name as the child ``name``: a number, or the key of a branch.

    The paths of items in the branches of a join begin with this name.
    """
    if isinstance(item, RepeatItem):
        return replace(item, name=name, spliced=False)
    if not isinstance(item, JoinItem) or not any(b.items for b in item.branches):
        return replace(item, name=name)
    join = replace(item, only=None, when=None)
    return SeqItem(
        name=name,
        inputs=item.inputs,
        out=item.out,
        loc=item.loc,
        when=item.when,
        only=item.only,
        body=ModelBody(item.inputs[0], (join,), item.out),
    )


class ClassNames:
    """The names of the classes of a file; ``network`` is the network's own."""

    def __init__(self, network: str):
        self.taken = {network}

    def unique(
        self, op: str, constants: Mapping[str, Expr], ranks: tuple[int, ...]
    ) -> str:
        """A class name; another kind of the same block gets its fixed values as suffix."""
        if op not in self.taken:
            self.taken.add(op)
            return op
        words = [_told(name, constant(value)) for name, value in constants.items()]
        words += ["flat"] if 1 in ranks and "flat" not in words else []
        tail = "".join(_camel(word) for word in words)
        name = unused(self.taken, f"{op}{tail}")
        self.taken.add(name)
        return name


def _told(name: str, value: object) -> str:
    """A fixed value of a param; a flag by the name of the param."""
    if isinstance(value, bool):
        return name if value else f"no {name}"
    return str(value)


def _camel(word: str) -> str:
    parts = "".join(c if c.isalnum() else " " for c in word).split()
    return "".join(part[:1].upper() + part[1:] for part in parts)
