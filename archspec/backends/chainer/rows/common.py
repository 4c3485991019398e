"""Code patterns that Chainer's rows share."""

from archspec.backends.contract.dialect import Layer
from archspec.backends.contract.flow import MINOR
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Arg, Code, Items
from archspec.ops.fields.kinds import Pads


def function(
    name: str, leading: int = 0, kind: str = MINOR, **keys: Code | None
) -> Layer:
    """A function and its arguments; the first ``leading`` need no keyword."""
    given = {key: value for key, value in keys.items() if value is not None}
    args = [Arg(value, key) for key, value in given.items()]
    short = [Arg(arg.value) for arg in args[:leading]] + args[leading:]
    return Layer(
        # Without arguments the function itself can replace the layer.
        module=None if args else dotted(name),
        call=lambda x: invoke(name, x, *short),
        listed=invoke("Apply", dotted(name), *args),
        kind=kind,
    )


def pad_pairs(pads: Pads) -> Code:
    """The pads as ((top, bottom), (left, right))."""
    return Items(tuple(Items((lit(low), lit(high))) for low, high in pads))


def pad_widths(pads: Pads) -> Code:
    """The pads of all axes, as NumPy and F.pad take them."""
    return pad_pairs(((0, 0), (0, 0), *pads))
