"""Values with a single reader, which may overwrite them in place."""

from collections.abc import Iterable
from itertools import pairwise

from archspec.model.definitions import ModelBody, OpItem, Val
from archspec.ops.norm import BatchNorm


def fresh(bodies: Iterable[ModelBody]) -> set[Val]:
    """What a `bn` gives to the next node of its list, in ``bodies`` and those inside.

    No name stands for it, so nothing else can read it, and no gradient needs it: that of
    a `bn` is computed from what it read.
    """
    found: set[Val] = set()
    for body in bodies:
        if body.listed:
            found |= {
                item.out
                for item, after in pairwise(body.items)
                if isinstance(item, OpItem)
                and isinstance(item.op, BatchNorm)
                and not (item.when or item.only)
                and isinstance(after, OpItem)  # a join or a group may read it twice
                and after.inputs == (item.out,)
            }
        for item in body.items:
            found |= fresh(item.bodies())
    return found
