"""Subscripts that keep a part of a value: ``x[:, 1:-1]``."""

from collections.abc import Callable, Sequence

from archspec.backends.contract.fields import unless
from archspec.backends.python.build import joined, lit
from archspec.backends.python.nodes import (
    Bounds,
    Code,
    Identifier,
    Literal,
    Prefix,
    Subscript,
)
from archspec.expr import Dim
from archspec.ops.base import Shape
from archspec.ops.rearrange import Crop
from archspec.ops.shape import Slice


def kept(op: Slice, x: Shape) -> list[Bounds]:
    """The part that ``op`` keeps of an input of shape ``x``, for each axis up to its own."""
    stop = None if op.stop is None else lit(op.stop)
    bounds = Bounds(unless(op.start, 0), stop, unless(op.step, 1))
    return [*[Bounds()] * (op.number(x) + 1), bounds]


def inside(op: Crop) -> list[Bounds]:
    """The part that ``op`` keeps, for each axis."""
    sides = [Bounds(unless(low, 0), end(high)) for low, high in op.cropping]
    return [Bounds(), Bounds(), *sides]


def end(off: Dim) -> Code | None:
    """The bound of a part that ends ``off`` before the end; None for the end itself."""
    if isinstance(off, int):
        return Literal(-off) if off else None
    return joined("or", (Prefix("-", lit(off)), Literal(None)))  # -0 is the start


def subscripted(parts: Sequence[Bounds]) -> Callable[[Code], Code | None]:
    """The call that takes these parts of a variable, without those that are whole."""
    while len(parts) > 1 and parts[-1] == Bounds():
        parts = parts[:-1]

    def call(x: Code) -> Code | None:
        # A name before the brackets, not a call.
        return Subscript(x, tuple(parts)) if isinstance(x, Identifier) else None

    return call
