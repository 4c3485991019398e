"""The running statistics of batch normalisation, and their updates in training."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, permutations

from archspec.graph.nodes import GraphNode
from archspec.ops.base import real
from archspec.ops.norm import BatchNorm
from archspec.record import record
from archspec.reference.ops import Array
from archspec.reference.ops.arrays import batch_axes

ORDERS = 120  # orders of the calls of one bn: all orders of five calls


@record
class Batch:
    """The statistics of one call of a ``bn`` in training.

    Attributes:
        owner: the path that owns its tensors.
        decay: the share of the old running statistics that remains.
        mean: per channel, (C,).
        variance: per channel, (C,), biased: the mean of the squares.
        count: the number of values of each channel.
    """

    owner: str
    decay: float
    mean: Array
    variance: Array
    count: int


def batch_of(node: GraphNode, op: BatchNorm, x: Array) -> Batch:
    """The statistics of ``x``, the input (N, C, *sides) of ``node``.

    Raises:
        ValueError: ``x`` has one value per channel, so no unbiased variance.
    """
    axes = batch_axes(x)
    count = x.size // x.shape[1]
    if count < 2:
        raise ValueError(
            f"{node.path}: bn needs more than one value per channel in training"
        )
    variance = x.var(axis=axes)
    return Batch(node.owner, real(op.decay), x.mean(axis=axes), variance, count)


def updated(
    buffers: Mapping[str, Array], batches: Iterable[Batch], unbiased: bool
) -> dict[str, Array]:
    """``buffers`` by neutral name after updates by ``batches``, in this order."""
    after = dict(buffers)
    for batch in batches:
        factor = batch.count / (batch.count - 1) if unbiased else 1.0
        new = {"running_mean": batch.mean, "running_var": factor * batch.variance}
        for name, value in new.items():
            path = f"{batch.owner}.{name}"
            after[path] = batch.decay * after[path] + (1 - batch.decay) * value
    return after


def orders_of(batches: Sequence[Batch]) -> list[list[Batch]]:
    """``batches`` in their own order, then in other orders if a ``bn`` is called again.

    The first other order is the reverse; there are at most `ORDERS`.
    """
    calls: dict[str, list[Batch]] = {}
    for batch in batches:
        calls.setdefault(batch.owner, []).append(batch)
    every = [
        [list(order) for order in islice(permutations(reversed(of)), ORDERS)]
        for of in calls.values()
    ]
    most = max(map(len, every), default=1)
    if most == 1:
        return [list(batches)]
    others = [
        [batch for orders in every for batch in orders[n % len(orders)]]
        for n in range(most)
    ]
    return [list(batches), *others]
