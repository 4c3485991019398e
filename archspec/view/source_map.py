"""Source maps: from lines of an emitted file to nodes of the spec, and back."""

from collections.abc import Iterator, Sequence
from typing import Any

from archspec.backends.printing.module import Place, Printed
from archspec.backends.python.nodes import Calls
from archspec.graph.nodes import Graph, GraphNode
from archspec.spec import Network
from archspec.spec.faults import Loc
from archspec.text.tree import locate


def source_map(
    network: Network, graph: Graph, printed: Printed, backend: str
) -> dict[str, Any]:
    """The source map of an emitted file, as data for JSON.

    Args:
        network: the spec, which knows its positions if it was read from a text.
        graph: its graph.
        printed: the emitted file.
        backend: the backend of the file.

    Returns:
        ``statements``, each with its ``lines`` (first and last, counted from 1), its
        ``class``, its places in the spec and the paths of its ``nodes``; and ``nodes``
        by path, each with its place in the spec and the ``lines`` of its statements.
        What every class has, such as ``super().__init__()``, has all nodes of the
        class, and what is there for other values of the params has none.
    """
    nodes = [node for node in graph.nodes if node.kind != "input"]
    found: dict[tuple[str, Loc], list[str]] = {}
    inside: dict[str, list[str]] = {}
    for node in nodes:
        for classes, loc, path in _owners(network.name, node, printed.calls):
            for name in classes:
                found.setdefault((name, loc), []).append(path)
                inside.setdefault(name, []).append(path)
    statements = [_statement(network, place, found, inside) for place in printed.places]
    lines: dict[str, list[list[int]]] = {}
    for statement, place in zip(statements, printed.places, strict=True):
        for path in statement["nodes"] if place.origin else ():
            lines.setdefault(path, []).append(statement["lines"])
    return {
        "version": 1,
        "backend": backend,
        "network": network.name,
        "statements": statements,
        "nodes": {
            node.path: {
                "spec": _position(network, node.loc),
                "lines": lines.get(node.path, []),
            }
            for node in nodes
        },
    }


def _owners(
    root: str, node: GraphNode, calls: Calls
) -> Iterator[tuple[set[str], Loc, str]]:
    """The classes that may contain ``node``, or a block call around it.

    Each comes with its place in the spec, and the path.
    """
    classes = {root}
    for frame in reversed(node.trail):
        yield classes, frame.loc, frame.path
        classes = {
            made for name in classes for made in calls.get((name, frame.loc), ())
        }
    yield classes, node.loc, node.path


def _statement(
    network: Network,
    place: Place,
    found: dict[tuple[str, Loc], list[str]],
    inside: dict[str, list[str]],
) -> dict[str, Any]:
    name = place.definition
    origin = [loc for part in place.origin for loc in part.places()]
    nodes = [path for loc in origin for path in found.get((name, loc), ())]
    if not origin:
        nodes = inside.get(name, [])
    return {
        "lines": [place.first, place.last],
        "class": name,
        "spec": _positions(network, origin),
        "nodes": list(dict.fromkeys(nodes)),
    }


def _positions(network: Network, origin: Sequence[Loc]) -> list[Any]:
    found = (_position(network, loc) for loc in dict.fromkeys(origin))
    return [position for position in found if position is not None]


def _position(network: Network, loc: Loc) -> dict[str, Any] | None:
    if network.tree is None:
        return None
    span = locate(network.tree, loc, key=True)
    return {"file": span.source.path, "line": span.line, "column": span.column}
