"""Finds the differences. Nodes correspond by path, or else by operation and inputs."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Any

from archspec.diff.changes import Changed
from archspec.diff.facts import Comparable, Side
from archspec.diff.result import Diff
from archspec.graph.nodes import Graph, GraphNode
from archspec.view.fields import stated
from archspec.view.levels import prefixes
from archspec.view.words import plural


def compare(first: Comparable, second: Comparable) -> Diff:
    """All differences from ``first`` to ``second``."""
    before, after = Side(first), Side(second)
    same = _same(before, after)
    now = {path: node.path for path, node in same.items()}
    found = set(now.values())
    removed = {
        path: before.facts(node)
        for path, node in before.paths.items()
        if path not in same
    }
    added = {
        path: after.facts(node)
        for path, node in after.paths.items()
        if path not in found
    }
    return Diff(
        totals=_totals(before, after, now),
        removed=removed,
        added=added,
        changed=tuple(
            Changed(path, to, facts)
            for path, to in now.items()
            if (facts := _changes(before, after, path, now))
        ),
        renamed={path: to for path, to in now.items() if path != to},
        groups=(_groups(before.graph, removed), _groups(after.graph, added)),
    )


def _same(before: Side, after: Side) -> dict[str, GraphNode]:
    """The corresponding node of ``after`` for each path of ``before``, if any."""
    free: defaultdict[Hashable, list[GraphNode]] = defaultdict(list)
    for node in reversed(after.graph.nodes):
        if node.path not in before.paths:
            reads = tuple(after.graph.nodes[index].path for index in node.inputs)
            owner = None if node.owner == node.path else node.owner
            free[_function(node, reads, owner)].append(node)
    same: dict[str, GraphNode] = {}
    for node in before.graph.nodes:
        if node.path in after.paths:
            same[node.path] = after.paths[node.path]
            continue
        sources = [before.graph.nodes[index].path for index in node.inputs]
        if not all(path in same for path in (*sources, *_owner(node))):
            continue
        reads = tuple(same[path].path for path in sources)
        owner = next((same[path].path for path in _owner(node)), None)
        if matching := free.get(_function(node, reads, owner)):
            same[node.path] = matching.pop()
    return same


def _owner(node: GraphNode) -> tuple[str, ...]:
    return () if node.owner == node.path else (node.owner,)


def _function(node: GraphNode, reads: tuple[str, ...], owner: str | None) -> Hashable:
    """The operation of a node, its inputs, and the owner of its weights."""
    return node.kind, node.op, node.shape, node.only, reads, owner


def _changes(
    before: Side, after: Side, path: str, now: Mapping[str, str]
) -> dict[str, tuple[Any, Any]]:
    old = before.facts(before.paths[path])
    new = after.facts(after.paths[now[path]])
    # A node that reads a renamed node still reads the same node.
    expected = {
        **old,
        "inputs": [now.get(name, name) for name in old["inputs"]],
        "reuses": now.get(old["reuses"], old["reuses"]),
    }
    names = dict.fromkeys((*old, *new))
    return {
        name: (old.get(name), new.get(name))
        for name in names
        if expected.get(name) != new.get(name)
    }


def _totals(
    before: Side, after: Side, now: Mapping[str, str]
) -> dict[str, tuple[Any, Any]]:
    old, new = before.totals(), after.totals()
    pairs = {name: (old[name], new[name]) for name in old}
    # Renamed nodes are among the nodes.
    pairs["outputs"] = (_outputs(before.graph, now), _outputs(after.graph, {}))
    return pairs


def _outputs(graph: Graph, now: Mapping[str, str]) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    for out in graph.outputs:
        path = graph.nodes[out.index].path
        outputs[out.name] = {"node": now.get(path, path), "only": out.only}
    return outputs


def _groups(graph: Graph, paths: Collection[str]) -> dict[str, str]:
    """The outermost levels that contain only ``paths``, with their kinds."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for node in graph.nodes:
        for level in prefixes(node.path):
            counts[level][0] += 1
            counts[level][1] += node.path in paths
    nodes = {node.path: node for node in graph.nodes}
    blocks = {call.path: call.block for call in graph.instances}
    groups: dict[str, str] = {}
    for path in paths:
        whole = (level for level in prefixes(path) if len(set(counts[level])) == 1)
        group = next(whole, path)
        if group == path:
            groups[path] = ", ".join([nodes[path].kind, *stated(nodes[path].op)])
        else:
            its = [blocks[group]] if group in blocks else []
            groups[group] = ", ".join([*its, plural(counts[group][0], "node")])
    return groups
