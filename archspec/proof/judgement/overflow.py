"""Values of the reference that are too large to be compared."""

from collections.abc import Mapping, Sequence
from math import isfinite

from archspec.ops.shape import Pad
from archspec.proof.judgement.places import Places
from archspec.proof.reports.report import Finding, Level

LARGEST = (
    1e100  # squares and gradients of a larger value may leave the range of float64
)


def overflow(
    described: Mapping[int, Mapping[str, float]], places: Places, level: Level
) -> Finding | None:
    """The first node whose value is too large; a `pad` with -inf does not count."""
    for index in sorted(described):
        node, ends = places.graph.nodes[index], described[index]
        small = all(abs(ends.get(end, 0)) <= LARGEST for end in ("min", "max"))
        if not small and not isinstance(node.op, Pad):
            message = f"the reference's values exceed {LARGEST:.0e}"
            return places.finding(level, f"{message}: nothing was compared", node)
    return None


def divergence(losses: Sequence[float], places: Places) -> Finding | None:
    """Training that leaves the range of float64."""
    if all(isfinite(loss) for loss in losses):
        return None
    message = "the reference's training diverges: nothing was compared"
    return places.finding("train", message)
