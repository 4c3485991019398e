"""What ``show`` tells about a spec, as plain data and as text."""

import json
from typing import Any

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.cli.headline import spec_shape
from archspec.cli.model import model_data, model_text
from archspec.cli.report import plural
from archspec.cli.tables import grid
from archspec.cli.written import to_yaml, written
from archspec.graph.nodes import GraphNode
from archspec.ops import spell
from archspec.ops.base import Numbers
from archspec.pipeline import model
from archspec.spec import Network
from archspec.text.problems import CompileError
from archspec.text.tree import locate


def describe(what: Spec | Network, stage: str, style: str) -> str:
    """One stage of a spec: as a "table", "json" or "yaml".

    Args:
        what: the network for the stage "spec", else the spec.
        stage: "spec", "model" or "graph".
        style: the format.
    """
    if isinstance(what, Network):
        data = written(what)
        style = "yaml" if style == "table" else style
    elif stage == "model":
        shapes = {name: spec_shape(what.graph, name) for name in what.graph.inputs}
        data = model_data(model(what.network, what.params, shapes))
    else:
        data = graph_data(what)
    if style == "json":
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if style == "yaml":
        return to_yaml(data)
    return model_text(data) if stage == "model" else graph_text(data)


# --- the graph ---------------------------------------------------------------------


def graph_data(spec: Spec) -> dict[str, Any]:
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
        "inputs": {name: list(spec_shape(graph, name)) for name in graph.inputs},
        "outputs": outputs,
        "parameters": graph.param_count,
        "buffers": graph.buffer_count,
        "macs": graph.macs,
        "nodes": [_node(spec, node) for node in graph.nodes],
    }


def _node(spec: Spec, node: GraphNode) -> dict[str, Any]:
    graph = spec.graph
    tensors = graph.tensors_of(node)
    owned = tensors.values() if node.owner == node.path else ()
    counts = {"param": 0, "buffer": 0}
    for tensor in owned:
        counts[tensor.role] += _count(tensor.shape)
    macs = 0
    if node.op is not None:
        macs = node.op.macs(graph.nodes[node.inputs[0]].shape, node.shape)
    data: dict[str, Any] = {
        "path": node.path,
        "op": node.kind,
        "inputs": [graph.nodes[index].path for index in node.inputs],
        "shape": list(node.shape),
        "parameters": counts["param"],
        "buffers": counts["buffer"],
        "macs": macs,
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


def _count(shape: Numbers) -> int:
    total = 1
    for size in shape:
        total *= size
    return total


def fixed(spec: Spec) -> dict[str, dict[str, str]]:
    """The params that are no constructor arguments: per name, backend and reason."""
    found: dict[str, dict[str, str]] = {}
    for backend in BACKENDS:
        try:
            reasons = spec.fixed_params(backend)
        except CompileError:
            continue  # not expressible there at all, which is for `emit` to say
        for name, reason in reasons.items():
            found.setdefault(name, {})[backend] = reason
    return found


def graph_text(data: dict[str, Any]) -> str:
    """The table of the nodes between a headline and the totals."""
    args = ", ".join(f"{name}={value!r}" for name, value in data["params"].items())
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
    lines = [f"{data['name']}({args})", "", table.rstrip("\n"), ""]
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


def _kind(node: dict[str, Any]) -> str:
    kind = node["op"]
    if "reuses" in node:
        kind += f" (reuses {node['reuses']})"
    return f"{kind} ({node['only']} only)" if "only" in node else kind
