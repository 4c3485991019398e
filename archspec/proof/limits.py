"""What the kernels of the frameworks keep in float32, and the reference as they have it.

No tolerance is widened for any of it: the reference computes the same constant, rounded
as the framework rounds it, and the file has to agree with that as closely as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from archspec.graph.nodes import Graph, GraphNode
from archspec.graph.numpy_grads import GRADIENTS, Gradient, Grads
from archspec.graph.numpy_ops import Array, Reference
from archspec.graph.numpy_ops import pool as forward
from archspec.graph.numpy_ops.arrays import Weights, per_channel, size_of
from archspec.ops import (
    AdaptiveAvgPool,
    AvgPool,
    GlobalAvgPool,
    HardSigmoid,
    LeakyReLU,
    Op,
    PReLU,
)
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
        value: the value as the framework computes it, if more than a field is rounded.
        gradient: the gradient with that number rounded, if it is a constant in it.
    """

    backend: str
    kind: str
    reason: str
    op: Callable[[Any], Op] | None = None
    value: Reference | None = None
    gradient: Gradient | None = None


def limits_of(backend: str, graph: Graph) -> list[Limit]:
    """The limits that concern ``graph``."""
    kinds = {node.kind for node in graph.nodes}
    return [one for one in LIMITS if one.backend == backend and one.kind in kinds]


def rounded(
    graph: Graph, limits: Sequence[Limit]
) -> tuple[Graph, Mapping[str, Gradient]]:
    """``graph`` and the gradients of operators under ``limits``."""
    by_kind = {one.kind: one for one in limits}
    nodes = [_rounded(node, by_kind.get(node.kind)) for node in graph.nodes]
    own = {one.kind: one.gradient for one in limits if one.gradient}
    return replace(graph, nodes=tuple(nodes)), own


def _rounded(node: GraphNode, limit: Limit | None) -> GraphNode:
    if limit is None:
        return node
    op = limit.op(node.op) if limit.op else node.op
    return replace(node, op=op, reference=limit.value)


def exact(graph: Graph) -> Graph:
    """``graph`` with every value computed as its operator says."""
    nodes = [replace(node, reference=None) for node in graph.nodes]
    return replace(graph, nodes=tuple(nodes))


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


def _slope(op: Any) -> Op:
    return replace(op, slope=float(np.float32(real(op.slope))))


def _leaky_relu(op: LeakyReLU, x: Array, weights: Weights) -> Array:
    del weights
    return np.where(x > 0, x, _product(x, np.array(real(op.slope))))


def _prelu(op: PReLU, x: Array, weights: Weights) -> Array:
    del op
    return np.where(x > 0, x, _product(x, per_channel(weights["weight"], x)))


def _product(x: Array, slope: Array) -> Array:
    return (x.astype(np.float32) * slope.astype(np.float32)).astype(x.dtype)


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
    # Of layers in files of others; what is emitted is exact.
    Limit(
        "gluon",
        "leaky_relu",
        "MXNet multiplies by the slope of LeakyReLU in float32",
        op=_slope,
        value=_leaky_relu,
    ),
    Limit(
        "gluon",
        "prelu",
        "MXNet multiplies by the slopes of PReLU in float32",
        value=_prelu,
    ),
    Limit("gluon", "elu", "MXNet keeps the alpha of ELU in float32", op=_alpha),
    Limit("paddle", "bn", "Paddle keeps epsilon in float32", op=_epsilon),
    Limit("paddle", "avg_pool", _MEAN, gradient=_avg_pool),
    Limit("paddle", "global_avg_pool", _MEAN, gradient=_global_avg_pool),
    Limit("paddle", "adaptive_avg_pool", _MEAN, gradient=_adaptive_avg_pool),
)
