"""Fields of operators as code, and facts about them, for the rows of all backends."""

from collections.abc import Sequence
from typing import TypeAlias

from archspec.backends.python.build import invoke, joined, lit
from archspec.backends.python.nodes import Code, Items, Literal
from archspec.expr import Binary, Const, Dim, Expr, IfElse, Name, lift
from archspec.model.sizes.shapes import plain
from archspec.ops.base import Shape, least
from archspec.ops.fields.checks import denominator
from archspec.ops.fields.factor_kinds import Factors
from archspec.ops.fields.kinds import Pads, Sizes, Word
from archspec.ops.pool import AvgPool, MaxPool
from archspec.ops.rearrange import Reshape, Roll

AnyPool: TypeAlias = MaxPool | AvgPool


def unless(
    value: "Dim | float | bool | Expr", default: "float | bool | None"
) -> Code | None:
    """``value`` as code; None, which leaves the argument out, if it is the default."""
    if not isinstance(value, Expr) and value == default and type(value) is not bool:
        return None
    return None if value is default else lit(value)


SHORT = 1e6  # whole floats below it are printed without a point


def number(value: "float | Expr") -> Code:
    """A number without the point of a whole float; a fraction such as 1 / 6 as such."""
    if inverse := denominator(value):
        return joined("/", (lit(1), lit(inverse)))
    if isinstance(value, float) and value.is_integer() and abs(value) < SHORT:
        return lit(int(value))
    return lit(value)


def size(sizes: Sizes | Factors) -> Code:
    """One number if all sides are equal, otherwise a tuple."""
    return lit(sizes[0]) if len(set(map(lift, sizes))) == 1 else every(sizes)


def every(sizes: Sizes | Factors) -> Code:
    """A tuple with a number for each side."""
    return Items(tuple(map(lit, sizes)))


def size_unless(sizes: Sizes, default: int) -> Code | None:
    return None if is_all(sizes, default) else size(sizes)


def is_all(sizes: Sizes, value: int) -> bool:
    """Whether every side has this value."""
    return all(size == value for size in sizes)


def is_unpadded(pads: Pads) -> bool:
    """Whether no side is padded."""
    return all(is_all(pair, 0) for pair in pads)


def symmetric(pads: Pads) -> Sizes | None:
    """The pad of each side if both of its ends are padded alike, otherwise None."""
    return tuple(low for low, _ in pads) if all(a == b for a, b in pads) else None


def pads_from_first(pads: Pads) -> Code:
    """The pads in the order of the axes: top, bottom, left, right."""
    return Items(tuple(lit(pad) for pair in pads for pad in pair))


def pads_from_last(pads: Pads) -> Code:
    """The pads, last axis first: left, right, top, bottom."""
    return pads_from_first(pads[::-1])


def one_pad(pads: Pads) -> Dim | None:
    """The pad of all ends of all sides, if they are padded alike."""
    equal = len({lift(pad) for pair in pads for pad in pair}) == 1
    return pads[0][0] if equal else None


def one_or_pads(pads: Pads) -> Code:
    """One number if all sides are padded alike, otherwise the pads, last axis first."""
    one = one_pad(pads)
    return pads_from_last(pads) if one is None else lit(one)


def negated(pads: Pads) -> Pads:
    """Negative pads, which crop as much as ``pads`` would add."""
    return tuple((_minus(low), _minus(high)) for low, high in pads)


def _minus(value: Dim) -> Dim:
    return plain(-lift(value)) if isinstance(value, Expr) else -value


def minus(pads: Pads, less: Pads) -> Pads:
    """``pads`` minus ``less``, for each side."""
    return tuple(
        (_difference(a, c), _difference(b, d))
        for (a, b), (c, d) in zip(pads, less, strict=True)
    )


def _difference(left: Dim, right: Dim) -> Dim:
    return 0 if left == right else plain(lift(left) - lift(right))


def upper(value: Dim) -> int | None:
    """An upper bound of ``value``."""
    if isinstance(value, int):
        return value
    match value:
        case IfElse(_, then, other):
            bounds = upper(plain(then)), upper(plain(other))
            return (
                None
                if None in bounds
                else max(bound for bound in bounds if bound is not None)
            )
        case _:
            return None


def lower(value: Dim) -> int:
    """A lower bound of the size ``value`` (sizes are at least 1)."""
    if isinstance(value, int):
        return value
    match value:
        case IfElse(_, then, other):
            return min(lower(plain(then)), lower(plain(other)))
        case _:
            return 1


def at_most_half(pad: Dim, kernel: Dim) -> bool:
    """Whether ``pad <= kernel // 2`` for all arguments."""
    match pad:
        case Binary("//", Name() as k, Const(int() as d)) if d >= 2:
            return lift(kernel) == k
        case Binary("//", Binary("-", Name() as k, Const(1)), Const(int() as d)) if (
            d >= 2
        ):
            return lift(kernel) == k
        case _:
            bound = upper(pad)
            return bound is not None and bound <= lower(kernel) // 2


def pads_at_most_half(op: AnyPool) -> bool:
    """Whether every pad is at most half the window; some frameworks refuse more."""
    return all(
        at_most_half(p, k)
        for pads, k in zip(op.padding, op.kernel, strict=True)
        for p in pads
    )


def drops_no_window(op: AnyPool) -> bool:
    """Whether rounding up never gives a window without data: pad + stride <= kernel.

    PyTorch (and ONNX) drop a last window that would start past the input and its left
    pad; under this condition there is none, and all frameworks agree.
    """
    bounds = [
        (upper(pads[1]), upper(stride), lower(kernel))
        for pads, stride, kernel in zip(op.padding, op.step, op.kernel, strict=True)
    ]
    return all(p is not None and s is not None and p + s <= k for p, s, k in bounds)


def full_pads(op: AnyPool) -> Pads:
    """The pads with which rounding down gives the windows of ``op``, for any image.

    Rounding up adds a window that begins inside the image. Such a window reaches less
    than a stride past the pad, and starts no later than the last pixel.
    """
    if op.rounding == "floor":
        return op.padding
    return tuple(
        (before, least(after + stride - 1, kernel - 1))
        for (before, after), stride, kernel in zip(
            op.padding, op.step, op.kernel, strict=True
        )
    )


def is_flat(x: Shape) -> bool:
    """Whether the input is a vector (C,)."""
    return len(x) == 1


def is_image(x: Shape) -> bool:
    """Whether the input is an image (C, H, W)."""
    return len(x) == 3


def sides(x: Shape) -> int:
    """The number of axes after the channels, as in the names of layers: Conv2d."""
    return len(x) - 1


def axes(order: Sequence[int]) -> Code:
    """The order of the axes of an example, with the batch axis in front."""
    return Items((lit(0), *(lit(axis + 1) for axis in order)))


def axis_with_batch(axis: "Word | int", number: int) -> Code:
    """The number of an axis, counted with the batch; -1 for `last`.

    ``number`` counts it without the batch.
    """
    return Literal(-1 if axis == "last" else number + 1)


def reshaped(op: Reshape) -> tuple[Code, ...]:
    """The sizes of the output of ``op``, without the batch; -1 is left to be found."""
    return tuple(lit(-1 if size is None else size) for size in op.shape)


def moved(op: Roll) -> tuple[Code, Code]:
    """The shifts of ``op`` and their axes with the batch, without sides that stay."""
    found = [(shift, axis) for axis, shift in enumerate(op.shift, 2) if shift != 0]
    shifts, numbers = zip(*(found or [(0, 2)]), strict=True)
    if len(numbers) == 1:
        return lit(shifts[0]), lit(numbers[0])
    return every(shifts), every(numbers)


NEGATIVE_INFINITY = invoke("float", Literal("-inf"))


def fill(value: "float | Expr") -> Code:
    """The fill value of a pad as code."""
    return NEGATIVE_INFINITY if value == float("-inf") else lit(value)


def reduced_axes(axes: Sequence[int], brackets: str = "()") -> Code:
    """One axis of a batch as a number, several as a tuple, or as a list with "[]"."""
    batch_axes = tuple(lit(axis + 1) for axis in axes)
    return batch_axes[0] if len(batch_axes) == 1 else Items(batch_axes, brackets)
