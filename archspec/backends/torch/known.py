"""PyTorch: the roundings of its kernels."""

from archspec.backends.contract.facts import rounding
from archspec.backends.contract.facts.known import Known, Limit

KNOWN = Known(
    limits=(
        Limit(
            "hard_sigmoid",
            "PyTorch keeps the slope of hard_sigmoid in float32 when it takes gradients",
            gradient=rounding.hard_sigmoid_gradient,
        ),
    ),
)
