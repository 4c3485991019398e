"""Fields of operators as code, and facts about them, for the rows of all backends."""

from collections.abc import Sequence
from typing import TypeAlias

from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Items, Literal
from archspec.expr import Binary, Const, Dim, Expr, IfElse, Name, lift
from archspec.model.sizes.shapes import plain
from archspec.ops.base import Shape, least
from archspec.ops.fields.kinds import Pads, Pair
from archspec.ops.pool import AvgPool, MaxPool

AnyPool: TypeAlias = MaxPool | AvgPool
NO_PADS: Pads = ((0, 0), (0, 0))


def unless(
    value: "Dim | float | bool | Expr", default: "float | bool | None"
) -> Code | None:
    """``value`` as code; None, which leaves the argument out, if it is the default."""
    if not isinstance(value, Expr) and value == default and type(value) is not bool:
        return None
    return None if value is default else lit(value)


def size(pair: Pair) -> Code:
    """A size as one number if height and width are equal, otherwise as a tuple."""
    return lit(pair[0]) if pair[0] == pair[1] else Items((lit(pair[0]), lit(pair[1])))


def size_unless(pair: Pair, default: int) -> Code | None:
    return None if pair == (default, default) else size(pair)


def symmetric(pads: Pads) -> Pair | None:
    """(height, width) if both sides are padded alike, otherwise None."""
    (top, bottom), (left, right) = pads
    return (top, left) if top == bottom and left == right else None


def four(pads: Pads, order: str) -> Code:
    """The four pads in the order of the letters of ``order``, e.g. "lrtb"."""
    (top, bottom), (left, right) = pads
    by_letter = {"t": top, "b": bottom, "l": left, "r": right}
    return Items(tuple(lit(by_letter[letter]) for letter in order))


def negated(pads: Pads) -> Pads:
    """Negative pads, which crop as much as ``pads`` would add."""
    (top, bottom), (left, right) = pads
    return (_minus(top), _minus(bottom)), (_minus(left), _minus(right))


def _minus(value: Dim) -> Dim:
    return plain(-lift(value)) if isinstance(value, Expr) else -value


def minus(pads: Pads, less: Pads) -> Pads:
    """``pads`` minus ``less``, for each side."""
    rows, columns = (
        (_difference(a, c), _difference(b, d))
        for (a, b), (c, d) in zip(pads, less, strict=True)
    )
    return rows, columns


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
    rows, columns = (
        (before, least(after + stride - 1, kernel - 1))
        for (before, after), stride, kernel in zip(
            op.padding, op.step, op.kernel, strict=True
        )
    )
    return rows, columns


def is_flat(x: Shape) -> bool:
    """Whether the input is a vector (C,) rather than an image."""
    return len(x) == 1


def axes(order: Sequence[int]) -> Code:
    """The order of the axes of an example, with the batch axis in front."""
    return Items((lit(0), *(lit(axis + 1) for axis in order)))


NEGATIVE_INFINITY = invoke("float", Literal("-inf"))


def fill(value: "float | Expr") -> Code:
    """The fill value of a pad as code."""
    return NEGATIVE_INFINITY if value == float("-inf") else lit(value)
