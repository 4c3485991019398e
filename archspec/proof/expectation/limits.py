"""What the kernels of the frameworks keep in float32, and the reference as they have it.

No tolerance is widened for any of it: the reference computes the same constant, rounded
as the framework rounds it, and the file has to agree with that as closely as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import Op
from archspec.proof.expectation import rounding
from archspec.record import record, replace
from archspec.reference.ops import Forward, Gradient


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
        emitted: whether what is emitted has it.
    """

    backend: str
    kind: str
    reason: str
    op: Callable[[Any], Op] | None = None
    value: Forward | None = None
    gradient: Gradient | None = None
    emitted: bool = True


def limits_of(backend: str, graph: Graph, emitted: bool = True) -> list[Limit]:
    """The limits that concern ``graph``, in files as they are ``emitted`` or in any."""
    kinds = {node.kind for node in graph.nodes}
    return [
        one
        for one in LIMITS
        if one.backend == backend and one.kind in kinds and (one.emitted or not emitted)
    ]


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


_MEAN = "Paddle divides by the size of a window in float32 when it takes gradients"
_PADDLE = rounding.single(0.1666667)  # what its documentation has for 1/6

LIMITS: tuple[Limit, ...] = (
    Limit(
        "torch",
        "hard_sigmoid",
        "PyTorch keeps the slope of hard_sigmoid in float32 when it takes gradients",
        gradient=rounding.hard_sigmoid_gradient(rounding.single(1 / 6)),
    ),
    Limit("paddle", "bn", "Paddle keeps epsilon in float32", op=rounding.epsilon),
    Limit(
        "paddle",
        "layer_norm",
        "Paddle keeps epsilon in float32",
        op=rounding.epsilon,
    ),
    Limit("paddle", "avg_pool", _MEAN, gradient=rounding.avg_pool_gradient),
    Limit(
        "paddle",
        "global_avg_pool",
        _MEAN,
        gradient=rounding.global_avg_pool_gradient,
    ),
    Limit(
        "paddle",
        "adaptive_avg_pool",
        _MEAN,
        gradient=rounding.adaptive_avg_pool_gradient,
    ),
    # Of layers in files of others; what is emitted is exact.
    Limit(
        "gluon",
        "leaky_relu",
        "MXNet multiplies by the slope of LeakyReLU in float32",
        op=rounding.slope,
        value=rounding.leaky_relu,
        emitted=False,
    ),
    Limit(
        "gluon",
        "prelu",
        "MXNet multiplies by the slopes of PReLU in float32",
        value=rounding.prelu,
        emitted=False,
    ),
    Limit(
        "gluon",
        "elu",
        "MXNet keeps the alpha of ELU in float32",
        op=rounding.alpha,
        emitted=False,
    ),
    Limit(  # whose gradient is wrong by far more; see docs/backends.md
        "gluon",
        "selu",
        "MXNet keeps the constants of SELU in float32",
        value=rounding.selu,
        emitted=False,
    ),
    Limit(
        "gluon",
        "gelu",
        "MXNet computes GELU in float32",
        value=rounding.gelu,
        gradient=rounding.gelu_gradient,
        emitted=False,
    ),
    Limit(
        "gluon",
        "hard_sigmoid",
        "MXNet keeps the slope of hard_sigmoid in float32",
        value=rounding.hard_sigmoid(rounding.single(1 / 6)),
        gradient=rounding.hard_sigmoid_gradient(rounding.single(1 / 6)),
        emitted=False,
    ),
    Limit(
        "gluon",
        "layer_norm",
        "MXNet keeps the epsilon of LayerNorm in float32",
        op=rounding.epsilon,
        emitted=False,
    ),
    Limit(
        "paddle",
        "selu",
        "Paddle keeps the constants of selu in float32",
        value=rounding.selu,
        gradient=rounding.selu_gradient,
        emitted=False,
    ),
    Limit(
        "paddle",
        "elu",
        "Paddle keeps the alpha of elu in float32",
        op=rounding.alpha,
        emitted=False,
    ),
    Limit(
        "paddle",
        "hard_sigmoid",
        "Paddle's hard_sigmoid has the slope 0.1666667",
        value=rounding.hard_sigmoid(_PADDLE),
        gradient=rounding.hard_sigmoid_gradient(_PADDLE),
        emitted=False,
    ),
)
