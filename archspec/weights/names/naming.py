"""Finds the backend whose names and layouts the tensors of a file have."""

from collections.abc import Sequence

from archspec.graph.nodes import Graph
from archspec.ops.base import Numbers
from archspec.weights.errors import Malformed
from archspec.weights.formats.held import leaf_of
from archspec.weights.names.entries import Entries
from archspec.weights.names.slots import Slot, slots


def naming(entries: Entries, backends: Sequence[str], graph: Graph) -> str:
    """The backend of ``backends`` whose own file of ``graph`` would have these names.

    If none fits, this is the backend that shares most of them. Raises Malformed if two
    with different layouts fit.
    """
    if len(backends) == 1:
        return backends[0]
    own = {backend: slots(graph, backend) for backend in backends}
    fitting = [name for name in backends if _fits(own[name], entries)]
    layouts = {_layout(own[name]) for name in fitting}
    if len(layouts) > 1:
        raise Malformed(
            f"its tensors fit {' and '.join(fitting)}, whose layouts differ",
            f"say whose they are: --from {' or --from '.join(fitting)}",
        )
    if fitting:
        return fitting[0]
    return max(backends, key=lambda name: _shared(own[name], entries))


def _layout(own: Sequence[Slot]) -> tuple[tuple[str, str, Numbers], ...]:
    return tuple((one.name, one.neutral, one.axes) for one in own if one.neutral)


def _fits(own: Sequence[Slot], entries: Entries) -> bool:
    for slot in own:
        if not slot.neutral:
            continue
        leaf = leaf_of(entries[slot.name].value) if slot.name in entries else None
        if leaf is None or leaf.shape != slot.shape:
            return False
    return True


def _shared(own: Sequence[Slot], entries: Entries) -> int:
    return sum(slot.name in entries for slot in own if slot.neutral)
