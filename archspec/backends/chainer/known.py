"""Chainer: a layer that needs a gradient with respect to its input."""

from archspec.backends.contract.facts.known import InputGradient, Known

KNOWN = Known(
    input_gradients=(
        InputGradient(
            "conv_transpose",
            "ValueError unless the input takes a gradient (chainer.Variable), since nothing "
            "before it is trained",
        ),
    ),
)
