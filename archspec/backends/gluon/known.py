"""Gluon: the roundings of MXNet's kernels, and the training of its batch norm."""

from archspec.backends.contract.facts import rounding
from archspec.backends.contract.facts.known import InputGradient, Known, Limit

KNOWN = Known(
    limits=(
        # For layers in hand-written files; emitted code is exact.
        Limit(
            "leaky_relu",
            "MXNet multiplies by the slope of LeakyReLU in float32",
            op=rounding.slope,
            value=rounding.leaky_relu,
            emitted=False,
        ),
        Limit(
            "prelu",
            "MXNet multiplies by the slopes of PReLU in float32",
            value=rounding.prelu,
            emitted=False,
        ),
        Limit(
            "elu",
            "MXNet keeps the alpha of ELU in float32",
            op=rounding.alpha,
            emitted=False,
        ),
        Limit(  # its gradient has a far larger error; see docs/backends.md
            "selu",
            "MXNet keeps the constants of SELU in float32",
            value=rounding.selu,
            emitted=False,
        ),
        Limit(
            "gelu",
            "MXNet computes GELU in float32",
            value=rounding.gelu,
            gradient=rounding.gelu_gradient,
            emitted=False,
        ),
        Limit(
            "hard_sigmoid",
            "MXNet keeps the slope and offset of hard_sigmoid in float32",
            op=rounding.hard_sigmoid,
            emitted=False,
        ),
        Limit(
            "layer_norm",
            "MXNet keeps the epsilon of LayerNorm in float32",
            op=rounding.epsilon,
            emitted=False,
        ),
    ),
    input_gradients=(
        InputGradient(
            "bn",
            "its running statistics do not change unless the input takes a gradient "
            "(attach_grad), since nothing before it is trained",
            lambda op: not (op.scaled or op.shifted),
        ),
    ),
    biased=True,
    backward=True,
)
