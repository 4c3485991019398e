"""Layers that want a gradient by what they read, though nothing before them is trained.

In a proof the inputs take gradients, so these work; in a loop of one's own they may not.
"""

from collections.abc import Callable, Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.record import record


@record
class Leading:
    """What a framework does with a layer that stands before all that is trained.

    Attributes:
        backend: its name.
        kind: the operator's.
        effect: what happens where the input takes no gradient.
        concerns: which operators of that kind.
    """

    backend: str
    kind: str
    effect: str
    concerns: Callable[[Any], bool] = lambda op: True


# Measured in training, on arrays as a data set gives them.
LEADING = (
    Leading(
        "gluon",
        "bn",
        "its running statistics stay as they are unless the input takes a gradient "
        "(attach_grad), since nothing before it is trained",
        lambda op: op.affine is False,
    ),
    Leading(
        "paddle",
        "prelu",
        "the process crashes unless the input takes a gradient (stop_gradient=False), "
        "since nothing before it is trained",
    ),
    Leading(
        "chainer",
        "conv_transpose",
        "ValueError unless the input takes a gradient (chainer.Variable), since nothing "
        "before it is trained",
    ),
)


def leading(backend: str, graph: Graph) -> list[str]:
    """What to know of ``graph`` in a training loop, by node."""
    found: list[str] = []
    trained: set[int] = set()  # nodes that depend on something trained
    for index in sorted(graph.running("train")):
        node = graph.nodes[index]
        if trained.isdisjoint(node.reads("train")):
            found += [f"{node.path}: {effect}" for effect in _effects(backend, node)]
        tensors = graph.tensors_of(node) if node.acts("train") else {}
        own = any(tensor.role == "param" for tensor in tensors.values())
        if own or not trained.isdisjoint(node.reads("train")):
            trained.add(index)
    return found


def _effects(backend: str, node: GraphNode) -> Sequence[str]:
    return [
        one.effect
        for one in LEADING
        if (one.backend, one.kind) == (backend, node.kind)
        and node.acts("train")
        and one.concerns(node.op)
    ]
