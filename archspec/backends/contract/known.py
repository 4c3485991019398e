"""What a framework is known to do in its own way, which the proof computes and allows.

``known.py`` of a backend has its `Known`; one without does all as the language says.
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
        kind: the operator's.
        reason: what is rounded, in words.
        op: from the operator to one with that number rounded, if it is a field.
        value: the value as the framework computes it, if more than a field is rounded.
        gradient: the gradient with that number rounded, if it is a constant in it.
        emitted: whether what is emitted has it.
    """

    kind: str
    reason: str
    op: Callable[[Any], Op] | None = None
    value: Forward | None = None
    gradient: Gradient | None = None
    emitted: bool = True


@record
class Leading:
    """What a framework does with a layer that stands before all that is trained.

    Attributes:
        kind: the operator's.
        effect: what happens where the input takes no gradient.
        concerns: which operators of that kind.
    """

    kind: str
    effect: str
    concerns: Callable[[Any], bool] = lambda op: True


@record
class Known:
    """All that is known of a framework.

    Attributes:
        limits: the constants that its kernels round.
        leading: layers that want a gradient by what they read. Measured in training, on
            arrays as a data set gives them.
        biased: whether running variances are biased, and the decay of a `bn` is kept in
            float32.
        backward: whether running statistics move in the backward pass, which takes the
            calls of a `bn` that is reused in an order of its own.
    """

    limits: tuple[Limit, ...] = ()
    leading: tuple[Leading, ...] = ()
    biased: bool = False
    backward: bool = False


def known_of(backend: str) -> Known:
    """What is known of ``backend``; imports no framework."""
    return load_part(backend, "known").KNOWN if has_part(backend, "known") else Known()
