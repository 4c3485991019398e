"""The output of ``zoo``: the specs that come with the package, and their costs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archspec.api import Spec, load
from archspec.cli.output.report import fail
from archspec.ops import spell
from archspec.text.problems import suggest
from archspec.view.tables import grid
from archspec.zoo import catalog

HEAD = ("name", "source", "input", "parameters", "MACs")


def describe_zoo(patterns: Sequence[str], style: str) -> str:
    """The specs that match a pattern, as a "table" or as "json".

    Exits with code 1 if a pattern matches none.
    """
    for pattern in patterns:
        if not catalog.names([pattern]):
            help = suggest(pattern, catalog.names())
            fail(f"no spec matches '{pattern}'", help or "quote a pattern: 'resnet*'")
    found = catalog.names(patterns or ["*"])
    if style == "json":
        entries = [entry(name, load(name)) for name in found]
        return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
    return grid(HEAD, [row(name, load(name)) for name in found], right=2)


def row(name: str, spec: Spec) -> tuple[str, str, str, str, str]:
    """A row of the table."""
    graph = spec.graph
    inputs = ", ".join(spell(graph.nodes[i].shape) for i in graph.inputs.values())
    return (
        name,
        source(spec),
        inputs,
        f"{graph.param_count:,}",
        f"{graph.macs:,}",
    )


def entry(name: str, spec: Spec) -> dict[str, Any]:
    """An element of the JSON list; several inputs or outputs are a mapping by name."""
    graph = spec.graph
    outputs = {out.name: out.index for out in graph.outputs_in("inference")}
    return {
        "name": name,
        "class": spec.name,
        "source": source(spec),
        "input": _shapes(spec, graph.inputs),
        "output": _shapes(spec, outputs),
        "parameters": graph.param_count,
        "buffers": graph.buffer_count,
        "macs": graph.macs,
    }


def source(spec: Spec) -> str:
    """The origin of the network: the first line of its description."""
    return spec.network.doc.partition("\n")[0]


def _shapes(spec: Spec, nodes: Mapping[str, int]) -> list[int] | dict[str, list[int]]:
    shapes = {name: list(spec.graph.nodes[i].shape) for name, i in nodes.items()}
    return next(iter(shapes.values())) if len(shapes) == 1 else shapes
