"""Values with a single reader, which may overwrite them in place."""

from collections.abc import Iterable
from itertools import pairwise

from archspec.model.definitions import ModelBody, OpItem, Val
from archspec.ops.norm import BatchNorm


def fresh(bodies: Iterable[ModelBody]) -> set[Val]:
    """The outputs of `bn` nodes that the next node of a list reads, at any depth.

    Such a value has no name, so nothing else can read it, and no gradient needs it,
    since the gradient of a `bn` depends on its input only.
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
