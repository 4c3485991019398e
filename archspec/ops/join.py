"""Joins: operators of several inputs. They own no tensors and count no MACs."""

from collections.abc import Sequence

from archspec.expr import Dim, maximum
from archspec.ops.base import OpError, Shape, spell
from archspec.ops.conv import SIDES
from archspec.ops.kinds import dim

JOINS = {
    "add": "The sum of its inputs; a height or width of 1 is repeated to fit.",
    "mul": "The product of its inputs; a height or width of 1 is repeated to fit.",
    "concat": "All channels of its inputs, one input after the other.",
}


def join_shape(kind: str, shapes: Sequence[Shape]) -> Shape:
    """Shape of the ``add``, ``mul`` or ``concat`` of inputs of ``shapes``.

    ``add`` and ``mul`` broadcast heights and widths of 1; ``concat`` appends channels.
    Symbols that may turn out equal are taken to be; numbers are compared.

    Raises:
        OpError: shapes of different rank, or sizes that disagree; names both shapes.
    """
    if not shapes:
        raise OpError(f"{kind} needs an input")
    first = shapes[0]
    for other in shapes[1:]:
        if len(other) != len(first):
            raise OpError(
                f"{kind}: {spell(first)} and {spell(other)} differ in rank",
                "use `flatten` on the image, or join before it",
            )
    if kind == "concat":
        sides = [_agreed(kind, shapes, axis) for axis in range(1, len(first))]
        channels = first[0]
        for other in shapes[1:]:
            channels = channels + other[0]
        return (channels, *sides)
    sides = [_broadcast(kind, shapes, axis) for axis in range(1, len(first))]
    return (_agreed(kind, shapes, 0), *sides)


def _agreed(kind: str, shapes: Sequence[Shape], axis: int) -> Dim:
    """The one size of ``axis``: a number where any shape has one."""
    numbers = [shape for shape in shapes if isinstance(shape[axis], int)]
    for other in numbers[1:]:
        if other[axis] != numbers[0][axis]:
            raise _mismatch(kind, numbers[0], other, axis)
    return numbers[0][axis] if numbers else shapes[0][axis]


def _broadcast(kind: str, shapes: Sequence[Shape], axis: int) -> Dim:
    wide = [shape for shape in shapes if shape[axis] != 1]
    if not wide:
        return 1
    size = _agreed(kind, wide, axis)
    if isinstance(size, int):
        return size
    # Of symbols, each the common size or 1, the largest is the common size.
    return dim(maximum(*(shape[axis] for shape in wide)))


def _mismatch(kind: str, first: Shape, other: Shape, axis: int) -> OpError:
    noun = ("channels", *SIDES)[axis]
    if kind == "concat":
        help = "concat appends channels: height and width must be equal"
    else:
        help = f"{kind} needs equal channels: a 1x1 `conv` changes their number"
    if kind != "concat" and axis:
        help = (
            "a stride, a pool or `upsample` changes it; only a size of 1 is broadcast"
        )
    return OpError(f"{kind}: {spell(first)} and {spell(other)} differ in {noun}", help)
