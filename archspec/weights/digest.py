"""A digest of a graph: it identifies the function of a network without its weights."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.base import Field, Op


def graph_digest(graph: Graph) -> str:
    """``sha256:`` and 64 digits, equal for equal nodes, wiring, outputs and tensors.

    It ignores names of the network and its params, documentation, positions in the
    file, the notation of numbers, and the size of the input.
    """
    data = {
        "inputs": list(graph.inputs.values()),
        "nodes": [_node(graph, node) for node in graph.nodes],
        "outputs": [[out.index, out.only] for out in graph.outputs],
    }
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _node(graph: Graph, node: GraphNode) -> list[Any]:
    fields = {} if node.op is None else _fields(node)
    tensors = {name: list(t.shape) for name, t in graph.tensors_of(node).items()}
    wiring = [list(node.inputs), node.owner, node.only]
    return [node.path, node.kind, fields, wiring, tensors]


def _fields(node: GraphNode) -> dict[str, Any]:
    op = node.op
    assert op is not None
    # A field that a later version adds leaves the digests of earlier networks alone.
    return {
        field.name: _plain(getattr(op, field.name))
        for field in op.fields()
        if field.required or getattr(op, field.name) != _default(op, field)
    }


def _default(op: Op, field: Field) -> Any:
    """The default of a field, for as many sides as the operator has."""
    value = getattr(op, field.name)
    if field.kind.sided and field.default is not None:
        return (field.default[0],) * len(value)
    return field.default


def _plain(value: Any) -> Any:
    """A field for JSON; 1 and 1.0 are one number."""
    if isinstance(value, tuple):
        return [_plain(item) for item in cast(Iterable[Any], value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
