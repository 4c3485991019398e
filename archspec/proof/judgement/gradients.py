"""Gradients and training steps, compared with those of the reference."""

from collections.abc import Iterable, Mapping
from math import isfinite, sqrt
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.proof.judgement.places import Places
from archspec.proof.reports.report import Finding, Level

TOLERANCE = 1e-7  # of the norm of a tensor's gradient
SMALL = 1e-6  # of the norm of all gradients, for a gradient that should be 0

Comparison = Mapping[
    str, Mapping[str, Any]
]  # a result of `worker.watching.comparing.compare`


def global_norm(found: Iterable[Mapping[str, Any]]) -> float:
    """The norm of all expected arrays together."""
    return sqrt(sum(one["expected"] ** 2 for one in found))


def relative(one: Mapping[str, Any], whole: float) -> float:
    """|a - b| / max(|b|, 1e-6 G); infinite if missing or of another shape."""
    difference = one.get("difference")
    if difference is None:
        return float("inf")
    scale = max(one["expected"], SMALL * whole)
    return difference / scale if scale else (0.0 if difference == 0 else float("inf"))


def errors_of(found: Comparison, whole: float) -> dict[str, float]:
    """The relative error of each tensor."""
    return {name: relative(one, whole) for name, one in found.items()}


def too_large(errors: Mapping[str, float]) -> dict[str, float]:
    """The errors beyond the tolerance, including NaN."""
    return {name: e for name, e in errors.items() if not e <= TOLERANCE}


def last_wrong(
    graph: Graph,
    level: Level,
    found: Comparison,
    wrong: Mapping[str, float],
    noun: str,
    places: Places,
) -> Finding:
    """A finding for the last node whose tensors are wrong.

    Gradients flow backwards: an error at the last node that differs makes all nodes
    before it differ too.
    """
    owners = owners_of(graph)
    name = max(wrong, key=lambda name: owners[name].index)
    noun = f"{noun} of {name}"
    return finding_of(level, noun, owners[name], found[name], wrong[name], places)


def finding_of(
    level: Level,
    noun: str,
    node: GraphNode,
    one: Mapping[str, Any],
    error: float,
    places: Places,
) -> Finding:
    """A finding for one tensor."""
    return places.finding(
        level,
        f"{noun} differs",
        node,
        expected=one.get("wanted", {}),
        found=one.get("found", {}),
        error=error if isfinite(error) else None,
    )


def owners_of(graph: Graph) -> dict[str, GraphNode]:
    """The node that owns each tensor; for a reused layer, the first one."""
    return {
        node.tensor_path(name): node
        for node in reversed(graph.nodes)
        for name in graph.tensors_of(node)
    }


def tensors_in_training(graph: Graph) -> set[str]:
    """The parameters that have a gradient in training."""
    reached = (graph.nodes[index] for index in _differentiated(graph))
    return {
        node.tensor_path(name)
        for node in reached
        if node.acts("train")
        for name, info in graph.tensors_of(node).items()
        if info.role == "param"
    }


def _differentiated(graph: Graph) -> set[int]:
    """The nodes that an output of training depends on by their values.

    A value that is read for its sides only, as by `like`, gets no gradient.
    """
    waiting = [out.index for out in graph.outputs_in("train")]
    found = set(waiting)
    while waiting:
        node = graph.nodes[waiting.pop()]
        reads = node.reads("train")
        new = set(reads[:1] if node.op is not None and node.op.LIKE else reads) - found
        found |= new
        waiting += new
    return found
