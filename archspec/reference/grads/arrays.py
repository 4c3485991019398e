"""What the gradients share: their types, sums over what was broadcast."""

from typing import TypeAlias

from archspec.reference.ops.arrays import Array
from archspec.reference.ops.norm import batch_axes

# By the input, and by each param of the operator.
Grads: TypeAlias = tuple[Array, dict[str, Array]]


def channel_sums(dy: Array) -> Array:
    """Sums of (N, C) or (N, C, H, W) per channel: (C,)."""
    return dy.sum(axis=batch_axes(dy))
