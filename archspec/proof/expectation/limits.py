"""The float32 limits of framework kernels, and the reference with the same limits.

They widen no tolerance: the reference rounds the same constant as the framework does, and
the file must agree with it within the usual tolerance.
"""

from collections.abc import Mapping, Sequence

from archspec.backends.contract.facts.known import Limit, known_of
from archspec.graph.nodes import Graph, GraphNode
from archspec.record import replace
from archspec.reference.ops import Gradient


def limits_of(backend: str, graph: Graph, emitted: bool = True) -> list[Limit]:
    """The limits that apply to ``graph``, in ``emitted`` files or in any."""
    kinds = {node.kind for node in graph.nodes}
    return [
        one
        for one in known_of(backend).limits
        if one.kind in kinds and (one.emitted or not emitted)
    ]


def rounded(
    graph: Graph, limits: Sequence[Limit]
) -> tuple[Graph, Mapping[str, Gradient]]:
    """``graph`` and the gradients of operators under ``limits``."""
    by_kind = {one.kind: one for one in limits}
    nodes = [_rounded(node, by_kind.get(node.kind)) for node in graph.nodes]
    own = {one.kind: one.gradient for one in limits if one.gradient}
    return replace(graph, nodes=tuple(nodes)), own


def _rounded(node: GraphNode, limit: Limit | None) -> GraphNode:
    if limit is None:
        return node
    op = limit.op(node.op) if limit.op else node.op
    return replace(node, op=op, reference=limit.value)


def exact(graph: Graph) -> Graph:
    """``graph`` with every value computed exactly by its operator."""
    nodes = [replace(node, reference=None) for node in graph.nodes]
    return replace(graph, nodes=tuple(nodes))


def known(graph: Graph, limits: Sequence[Limit]) -> list[str]:
    """The effect of ``limits`` on ``graph``, as text."""
    found: list[str] = []
    for one in limits:
        first, *more = (node.path for node in graph.nodes if node.kind == one.kind)
        others = f" and {len(more)} more" if more else ""
        found.append(f"{one.reason}: {first}{others}")
    return found
