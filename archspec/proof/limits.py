"""What the kernels of the frameworks keep in float32, and the reference as they have it.

No tolerance is widened for any of it: the reference computes the same constant, rounded
as the framework rounds it, and the file has to agree with that as closely as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from archspec.graph.nodes import Graph
from archspec.graph.numpy_grads import GRADIENTS, Gradient, Grads
from archspec.graph.numpy_ops import Array
from archspec.graph.numpy_ops import pool as forward
from archspec.graph.numpy_ops.arrays import Weights, size_of
from archspec.ops import AdaptiveAvgPool, AvgPool, GlobalAvgPool, HardSigmoid, Op
from archspec.ops.base import real
from archspec.record import record, replace


@record
class Limit:
    """A number that one framework rounds to float32 in one operator.

    Attributes:
        backend: its name.
        kind: the operator's.
        reason: what is rounded, in words.
        op: from the operator to one with that number rounded, if it is a field.
        gradient: the gradient with that number rounded, if it is a constant in it.
    """

    backend: str
    kind: str
    reason: str
    op: Callable[[Any], Op] | None = None
    gradient: Gradient | None = None


def limits_of(backend: str, graph: Graph) -> list[Limit]:
    """The limits that concern ``graph``."""
    kinds = {node.kind for node in graph.nodes}
    return [one for one in LIMITS if one.backend == backend and one.kind in kinds]


def rounded(
    graph: Graph, limits: Sequence[Limit]
) -> tuple[Graph, Mapping[str, Gradient]]:
    """``graph`` and the gradients of operators under ``limits``."""
    ops = {one.kind: one.op for one in limits if one.op}
    nodes = [
        replace(node, op=ops[node.kind](node.op)) if node.kind in ops else node
        for node in graph.nodes
    ]
    own = {one.kind: one.gradient for one in limits if one.gradient}
    return replace(graph, nodes=tuple(nodes)), own


def known(graph: Graph, limits: Sequence[Limit]) -> list[str]:
    """What ``limits`` mean for ``graph``, in words."""
    found: list[str] = []
    for one in limits:
        first, *more = (node.path for node in graph.nodes if node.kind == one.kind)
        others = f" and {len(more)} more" if more else ""
        found.append(f"{one.reason}: {first}{others}")
    return found


def _epsilon(op: Any) -> Op:
    return replace(op, eps=float(np.float32(real(op.eps))))


def _alpha(op: Any) -> Op:
    return replace(op, alpha=float(np.float32(real(op.alpha))))


def _share(counts: Array) -> Array:
    """How much more or less than 1 / counts its float32 is."""
    return (1 / counts).astype(np.float32).astype(np.float64) * counts


def _avg_pool(op: AvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    factor = _share(forward.divisors(op, x))
    return GRADIENTS["avg_pool"](op, x, weights, dy * factor)


def _global_avg_pool(op: GlobalAvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    factor = _share(np.array(x.shape[2] * x.shape[3]))
    return GRADIENTS["global_avg_pool"](op, x, weights, dy * factor)


def _adaptive_avg_pool(
    op: AdaptiveAvgPool, x: Array, weights: Weights, dy: Array
) -> Grads:
    rows, columns = (
        np.array([end - first for first, end in forward.adaptive_windows(size, count)])
        for size, count in zip(x.shape[2:], size_of(op.size), strict=True)
    )
    factor = _share(np.outer(rows, columns))
    return GRADIENTS["adaptive_avg_pool"](op, x, weights, dy * factor)


def _hard_sigmoid(op: HardSigmoid, x: Array, weights: Weights, dy: Array) -> Grads:
    return GRADIENTS["hard_sigmoid"](op, x, weights, dy * _share(np.array(6)))


_MEAN = "Paddle divides by the size of a window in float32 when it takes gradients"

LIMITS: tuple[Limit, ...] = (
    Limit(
        "torch",
        "hard_sigmoid",
        "PyTorch keeps the slope of hard_sigmoid in float32 when it takes gradients",
        gradient=_hard_sigmoid,
    ),
    # Of nn.ELU in files of others; what is emitted is exact.
    Limit("gluon", "elu", "MXNet keeps the alpha of ELU in float32", op=_alpha),
    Limit("paddle", "bn", "Paddle keeps epsilon in float32", op=_epsilon),
    Limit("paddle", "avg_pool", _MEAN, gradient=_avg_pool),
    Limit("paddle", "global_avg_pool", _MEAN, gradient=_global_avg_pool),
    Limit("paddle", "adaptive_avg_pool", _MEAN, gradient=_adaptive_avg_pool),
)
