"""Known differences of a framework, which the proof computes and allows.

A backend's ``known.py`` defines its `Known`; without that file it has none.
"""

from collections.abc import Callable
from typing import Any

from archspec.backends import has_part, load_part
from archspec.ops import Op
from archspec.record import record
from archspec.reference.ops import Forward, Gradient


@record
class Limit:
    """A number that the kernel of one operator rounds to float32.

    Attributes:
        kind: the kind of the operator.
        reason: a sentence that names the rounded number.
        op: gives the operator with that number rounded, if it is a field.
        value: the value as the framework computes it, if more than a field is rounded.
        gradient: the gradient with that number rounded, if it is a constant in it.
        emitted: whether emitted code has this limit.
    """

    kind: str
    reason: str
    op: Callable[[Any], Op] | None = None
    value: Forward | None = None
    gradient: Gradient | None = None
    emitted: bool = True


@record
class InputGradient:
    """A layer that needs a gradient with respect to its input.

    Attributes:
        kind: the kind of the operator.
        effect: the effect if nothing before the layer is trained.
        concerns: whether an operator of that kind is affected.
    """

    kind: str
    effect: str
    concerns: Callable[[Any], bool] = lambda op: True


@record
class Known:
    """All known differences of a framework.

    Attributes:
        limits: the constants that its kernels round.
        input_gradients: layers that need a gradient with respect to their input. Measured in
            training, on plain arrays as from a data set.
        biased: whether running variances are biased, and the decay of a `bn` is kept in
            float32.
        backward: whether running statistics are updated in the backward pass, which
            reaches the calls of a reused `bn` in its own order.
    """

    limits: tuple[Limit, ...] = ()
    input_gradients: tuple[InputGradient, ...] = ()
    biased: bool = False
    backward: bool = False


def known_of(backend: str) -> Known:
    """The known differences of ``backend``; imports no framework."""
    return load_part(backend, "known").KNOWN if has_part(backend, "known") else Known()
