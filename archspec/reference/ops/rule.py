"""Rules: an operator and its gradient in NumPy.

``x`` has the batch axis: (N, C, *sides). Functions keep the dtype and never modify
their arguments; a result may share memory with an argument.

Where a derivative jumps, the rules follow PyTorch. If values in a window of ``max_pool``
are equal, the first in row order gets the gradient, as in all frameworks; equal values of
``max`` and ``min`` share it.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from archspec.record import record
from archspec.reference.ops.arrays import Array

# The gradients with respect to each input, and to each param of the operator.
Grads: TypeAlias = tuple[Sequence[Array], dict[str, Array]]

# forward(op, *xs, **tensors) for an operator, its inputs, and its tensors by keyword.
Forward: TypeAlias = Callable[..., Array]
# gradient(op, dy, *xs, **tensors), where ``dy`` is the gradient of the output.
Gradient: TypeAlias = Callable[..., Grads]
Kinks: TypeAlias = tuple[float, ...] | Callable[[Any], tuple[float, ...]]


@record
class Rule:
    """An operator in NumPy.

    Attributes:
        forward: computes its value.
        gradient: computes the gradients with respect to its inputs and params.
        training: the rule in training mode, if it differs. Random operators stay off.
        kinks: the inputs at which the derivative jumps; elsewhere it is continuous. A
            function of the operator if they depend on its fields.
        winners: for an operator that selects values, ``winners(op, *xs)`` returns their
            positions.
    """

    forward: Forward
    gradient: Gradient
    training: "Rule | None" = None
    kinks: Kinks = ()
    winners: Callable[..., Array] | None = None

    def kinks_of(self, op: Any) -> tuple[float, ...]:
        """The kinks of ``op``."""
        return self.kinks(op) if callable(self.kinks) else self.kinks

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
            for kink in self.kinks_of(op)
        )


def unary(
    forward: Callable[[Any, Array], Array],
    gradient: Callable[[Any, Array, Array], Array],
    kinks: Kinks = (),
    winners: Callable[[Any, Array], Array] | None = None,
) -> Rule:
    """The rule of an operator with one input and no tensors.

    ``gradient(op, dy, x)`` returns the gradient with respect to the input.
    """

    def gradients(op: Any, dy: Array, x: Array) -> Grads:
        return (gradient(op, dy, x),), {}

    return Rule(forward, gradients, kinks=kinks, winners=winners)
