"""A rule: how NumPy computes an operator, and its gradient.

``x`` has the batch axis: (N, C) or (N, C, H, W). Functions keep the dtype and never write
to what they are given; a result may share memory with it.

Where a derivative jumps, it is the one that PyTorch takes. Of equal values in a window of
``max_pool`` the first, row by row, has the gradient, as in all frameworks.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from archspec.record import record
from archspec.reference.ops.arrays import Array

# By each input, and by each param of the operator.
Grads: TypeAlias = tuple[Sequence[Array], dict[str, Array]]

# From an operator, its inputs, and its tensors by keyword: forward(op, *xs, **tensors).
Forward: TypeAlias = Callable[..., Array]
# The same with the gradient by the output: gradient(op, dy, *xs, **tensors).
Gradient: TypeAlias = Callable[..., Grads]


@record
class Rule:
    """An operator in NumPy.

    Attributes:
        forward: gives its value.
        gradient: gives the gradients by its inputs and by its params.
        training: the rule in training mode, where it differs. What is random stays off.
        kinks: the numbers at which the derivative jumps; elsewhere it is continuous.
        winners: of an operator that picks values, ``winners(op, *xs)`` tells which ones.
    """

    forward: Forward
    gradient: Gradient
    training: "Rule | None" = None
    kinks: tuple[float, ...] = ()
    winners: Callable[..., Array] | None = None

    def in_mode(self, mode: str) -> "Rule":
        """The rule in the mode "inference" or "train"."""
        return self.training if self.training and mode == "train" else self

    def same_decisions(self, op: Any, xs: Sequence[Array], ys: Sequence[Array]) -> bool:
        """Whether ``op`` is smooth between inputs ``xs`` and ``ys`` that are close."""
        picked = self.winners
        if picked and not np.array_equal(picked(op, *xs), picked(op, *ys)):
            return False
        return all(
            np.array_equal(x > kink, y > kink)
            for x, y in zip(xs, ys, strict=True)
            for kink in self.kinks
        )


def unary(
    forward: Callable[[Any, Array], Array],
    gradient: Callable[[Any, Array, Array], Array],
    kinks: tuple[float, ...] = (),
    winners: Callable[[Any, Array], Array] | None = None,
) -> Rule:
    """The rule of an operator of one input without tensors.

    ``gradient(op, dy, x)`` gives the gradient by the input alone.
    """

    def gradients(op: Any, dy: Array, x: Array) -> Grads:
        return (gradient(op, dy, x),), {}

    return Rule(forward, gradients, kinks=kinks, winners=winners)
