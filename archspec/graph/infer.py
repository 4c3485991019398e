"""The output shape of one operation, and its errors."""

from archspec.ops import Op, OpError, spell
from archspec.ops.base import Numbers, axis_names, whole
from archspec.ops.join import Add


def infer_op(op: Op, *xs: Numbers) -> Numbers:
    """The output shape of ``op`` for inputs of shapes ``xs``.

    Raises:
        OpError: the operator cannot take these inputs.
    """
    op.check(*xs)
    return _positive(op.NAME, xs[0], tuple(map(whole, op.output(*xs))))


def infer_residual(body: Numbers, shortcut: Numbers) -> Numbers:
    """The output shape of the sum of the two branches of a residual.

    It repeats no channels, unlike `add`: a body or a shortcut of one channel is a mistake.

    Raises:
        OpError: the shapes are incompatible; the message has both.
    """
    message = (
        f"residual: the body gives {spell(body)} and the shortcut {spell(shortcut)}"
    )
    if len(body) == len(shortcut) and body[0] != shortcut[0]:
        help = "make the shortcut a 1x1 convolution with the body's channels and stride"
        if 1 in (body[0], shortcut[0]):
            help += "\n`add` repeats a single channel: {op: add, branches: [[], {...}]}"
        raise OpError(message, help)
    try:
        return infer_op(Add(), body, shortcut)
    except OpError as error:
        help = "give the body padding that keeps height and width, or the shortcut its stride"
        raise OpError(
            message, error.help if len(body) != len(shortcut) else help
        ) from None


def _positive(name: str, x: Numbers, y: Numbers) -> Numbers:
    for side, size in zip(axis_names(len(y)), y, strict=True):
        if size < 1:
            message = f"{name}: the output would have {side} {size}"
            raise OpError(message, f"the input is {spell(x)}")
    return y
