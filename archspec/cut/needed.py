"""The nodes that the values of a body need."""

from collections.abc import Iterable

from archspec.check.walk import NodePlace, innermost, walk_body
from archspec.spec import Body, Reuse


def pruned(body: Body, sources: Iterable[str]) -> Body:
    """``body`` without the named nodes that the values ``sources`` do not need."""
    if not isinstance(body, dict):
        return body
    kept = needed(body, sources)
    return {name: node for name, node in body.items() if name in kept}


def needed(body: Body, sources: Iterable[str]) -> set[str]:
    """The nodes of ``body`` on which the values ``sources`` depend."""
    sites = walk_body(body)
    by_name: dict[str, list[NodePlace]] = {}
    for site in sites:
        by_name.setdefault(site.name or "", []).append(site)
    parts: dict[NodePlace, list[NodePlace]] = {}
    for site in sites:
        parts.setdefault(_top(site), []).append(site)

    def read(source: str, reader: NodePlace | None) -> list[NodePlace]:
        found = innermost(by_name.get(source.partition(".")[0], ()), reader)
        return [_top(found)] if found else []

    waiting = [top for source in sources for top in read(source, None)]
    found = set(waiting)
    while waiting:
        top = waiting.pop()
        reads = [top.previous] if top.previous and top.node.from_ is None else []
        for site in parts[top]:
            node = site.node
            applied = [node.node] if isinstance(node, Reuse) else []
            for source in (*node.sources, *node.also.values(), *applied):
                reads += read(source, site)
        new = [other for other in reads if other not in found]
        found.update(new)
        waiting += new
    return {top.name for top in found if top.name}


def _top(site: NodePlace) -> NodePlace:
    """The node of the body that is ``site`` or contains it."""
    while site.parent is not None:
        site = site.parent
    return site
