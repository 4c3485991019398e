"""The nodes of a network with their numbers, as plain data and as a table."""

from collections.abc import Mapping
from typing import Any, Protocol

from archspec.backends import BACKENDS
from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import spell
from archspec.spec import Network
from archspec.text.problems import CompileError
from archspec.text.tree import locate
from archspec.view.cost import cost
from archspec.view.line import input_shape
from archspec.view.tables import grid
from archspec.view.words import call, plural


class Viewable(Protocol):
    """The part of an `archspec.Spec` that a view needs."""

    network: Network
    graph: Graph

    def fixed_params(self, backend: str) -> dict[str, str]: ...


def graph_data(spec: Viewable) -> dict[str, Any]:
    """Every node with its numbers, the totals and the fixed params."""
    graph = spec.graph
    outputs = {
        out.name: {
            "node": graph.nodes[out.index].path,
            "shape": list(graph.nodes[out.index].shape),
            **({"only": out.only} if out.only else {}),
        }
        for out in graph.outputs
    }
    return {
        "name": graph.name,
        "params": dict(graph.params),
        "fixed": fixed(spec),
        "inputs": {name: list(input_shape(graph, name)) for name in graph.inputs},
        "outputs": outputs,
        "parameters": graph.param_count,
        "buffers": graph.buffer_count,
        "macs": graph.macs,
        "nodes": [_node(spec, node) for node in graph.nodes],
    }


def _node(spec: Viewable, node: GraphNode) -> dict[str, Any]:
    graph = spec.graph
    tensors, its = graph.tensors_of(node), cost(graph, node)
    data: dict[str, Any] = {
        "path": node.path,
        "op": node.kind,
        "inputs": [graph.nodes[index].path for index in node.inputs],
        "shape": list(node.shape),
        "parameters": its.params,
        "buffers": its.buffers,
        "macs": its.macs,
    }
    if node.owner != node.path:
        data["reuses"] = node.owner
    if node.only:
        data["only"] = node.only
    if tensors:
        data["tensors"] = {name: list(info.shape) for name, info in tensors.items()}
    if spec.network.tree is not None:
        data["at"] = str(locate(spec.network.tree, node.loc))
    return data


def fixed(spec: Viewable) -> dict[str, dict[str, str]]:
    """The params that are not constructor arguments: backends and reasons by name."""
    found: dict[str, dict[str, str]] = {}
    for backend in BACKENDS:
        try:
            reasons = spec.fixed_params(backend)
        except CompileError:
            continue  # not expressible there at all, which `emit` reports
        for name, reason in reasons.items():
            found.setdefault(name, {})[backend] = reason
    return found


def graph_text(data: Mapping[str, Any]) -> str:
    """The table of the nodes between a headline and the totals."""
    rows = [
        (
            node["path"],
            _kind(node),
            spell(node["shape"]),
            f"{node['parameters']:,}" if node["parameters"] else "",
            f"{node['macs']:,}" if node["macs"] else "",
        )
        for node in data["nodes"]
    ]
    table = grid(("path", "op", "output shape", "parameters", "MACs"), rows, right=2)
    lines = [call(data["name"], data["params"]), "", table.rstrip("\n"), ""]
    for name, output in data["outputs"].items():
        only = f" in {output['only']} mode only" if "only" in output else ""
        lines.append(f"{name}: {spell(output['shape'])}, from {output['node']}{only}")
    lines.append(
        f"{plural(len(rows) - len(data['inputs']), 'node')}, "
        f"{plural(data['parameters'], 'parameter')}, "
        f"{data['buffers']:,} values of running statistics, {data['macs']:,} MACs"
    )
    for name, reasons in data["fixed"].items():
        for reason in dict.fromkeys(reasons.values()):
            where = ", ".join(key for key, value in reasons.items() if value == reason)
            value = data["params"][name]
            lines.append(f"fixed in {where}: {name}={value!r}, because {reason}")
    return "\n".join(lines) + "\n"


def _kind(node: Mapping[str, Any]) -> str:
    kind = node["op"]
    if "reuses" in node:
        kind += f" (reuses {node['reuses']})"
    return f"{kind} ({node['only']} only)" if "only" in node else kind
