"""Values of the reference that are too large to be compared, or no numbers."""

from collections.abc import Mapping, Sequence
from math import isfinite, isnan

from archspec.ops.shape import Pad
from archspec.proof.judgement.places import Places
from archspec.proof.reports.report import Finding, Level

LARGEST = (
    1e100  # squares and gradients of a larger value may leave the range of float64
)


def overflow(
    described: Mapping[int, Mapping[str, float]], places: Places, level: Level
) -> Finding | None:
    """The first node whose value is no number, or too large.

    A `pad` with -inf does not count.
    """
    for index in sorted(described):
        node = places.graph.nodes[index]
        ends = [described[index].get(end, 0) for end in ("min", "max")]
        if all(abs(end) <= LARGEST for end in ends) or isinstance(node.op, Pad):
            continue
        message = f"the reference's values exceed {LARGEST:.0e}"
        if any(map(isnan, ends)):
            message = "the reference's values are not numbers, as of a root of -1"
        return places.finding(level, f"{message}: nothing was compared", node)
    return None


def infinite_gradient(index: int | None, places: Places) -> Finding | None:
    """The first reader of a node whose value has a gradient that is not finite."""
    nodes = places.graph.nodes
    node = next((node for node in nodes if index in node.inputs), None)
    if index is None:
        return None
    message = "the reference's gradient is not finite, as of a root of 0"
    return places.finding(
        "grad", f"{message}: nothing was compared", node or nodes[index]
    )


def divergence(losses: Sequence[float], places: Places) -> Finding | None:
    """Training that leaves the range of float64."""
    if all(isfinite(loss) for loss in losses):
        return None
    message = "the reference's training diverges: nothing was compared"
    return places.finding("train", message)
