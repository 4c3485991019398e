"""Paddle: the roundings of its kernels, and the training of its batch norm."""

from archspec.backends.contract.facts import rounding
from archspec.backends.contract.facts.known import InputGradient, Known, Limit
from archspec.ops import Op
from archspec.ops.activation import HardSigmoid
from archspec.record import replace

_MEAN = "Paddle divides by the size of a window in float32 when it takes gradients"


def _hard_sigmoid(op: HardSigmoid) -> Op:
    """``op`` as Paddle computes it, with its default for 1 / 6."""
    given = replace(op, slope=0.1666667) if op == HardSigmoid() else op
    return rounding.hard_sigmoid(given)


KNOWN = Known(
    limits=(
        Limit("bn", "Paddle keeps epsilon in float32", op=rounding.epsilon),
        # With a scale and a shift, emitted code has a group norm, which is exact.
        Limit(
            "instance_norm",
            "Paddle keeps epsilon in float32",
            op=lambda op: op if op.affine else rounding.epsilon(op),
        ),
        Limit("avg_pool", _MEAN, gradient=rounding.avg_pool_gradient),
        Limit("global_avg_pool", _MEAN, gradient=rounding.global_avg_pool_gradient),
        Limit("adaptive_avg_pool", _MEAN, gradient=rounding.adaptive_avg_pool_gradient),
        # For layers in hand-written files; emitted code is exact.
        Limit(
            "layer_norm",
            "Paddle keeps epsilon in float32",
            op=rounding.epsilon,
            emitted=False,
        ),
        Limit(
            "selu",
            "Paddle keeps the constants of selu in float32",
            value=rounding.selu,
            gradient=rounding.selu_gradient,
            emitted=False,
        ),
        Limit(
            "elu",
            "Paddle keeps the alpha of elu in float32",
            op=rounding.alpha,
            emitted=False,
        ),
        Limit(
            "hard_sigmoid",
            "Paddle keeps the slope and offset of hard_sigmoid in float32; its default "
            "slope is 0.1666667",
            op=_hard_sigmoid,
            emitted=False,
        ),
    ),
    input_gradients=(
        InputGradient(
            "prelu",
            "the process crashes unless the input takes a gradient (stop_gradient=False), "
            "since nothing before it is trained",
        ),
    ),
    biased=True,
)
