"""Chainer: a layer that wants a gradient by what it reads."""

from archspec.backends.contract.known import InputGradient, Known

KNOWN = Known(
    input_gradients=(
        InputGradient(
            "conv_transpose",
            "ValueError unless the input takes a gradient (chainer.Variable), since nothing "
            "before it is trained",
        ),
    ),
)
