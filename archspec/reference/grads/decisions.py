"""Where operators decide: on which side of a kink, and whose value wins."""

from typing import Any

import numpy as np

from archspec.ops.pool import MaxPool
from archspec.reference.ops import pool as forward
from archspec.reference.ops.arrays import Array, padded

# Of activations, where the derivative jumps; elsewhere they are smooth.
KINKS: dict[str, tuple[float, ...]] = {
    "relu": (0,),
    "relu6": (0, 6),
    "selu": (0,),
    "hard_sigmoid": (-3, 3),
    "hard_swish": (-3, 3),
    "leaky_relu": (0,),
    "elu": (0,),
    "prelu": (0,),
}


def same_decisions(op: Any, a: Array, b: Array) -> bool:
    """Whether ``op`` is smooth between inputs ``a`` and ``b`` that are close."""
    if isinstance(op, MaxPool):
        return np.array_equal(_winners(op, a), _winners(op, b))
    kinks = KINKS.get(op.NAME, ())
    return all(np.array_equal(a > kink, b > kink) for kink in kinks)


def _winners(op: MaxPool, x: Array) -> Array:
    """Which tap each window has its value from; of equal ones the first."""
    source = padded(x, forward.border(op, x), -np.inf)
    windows = forward.windows_of(op, source, forward.count_of(op, x))
    best = next(windows)
    winners = np.zeros(best.shape, np.intp)
    for place, tap in enumerate(windows, 1):
        winners[tap > best] = place
        best = np.maximum(best, tap)
    return winners
