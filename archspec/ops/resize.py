"""Resizing of signals, images and volumes."""

import math
from typing import Annotated, Any, ClassVar

from archspec.expr import CallExpr, Dim, lift
from archspec.ops.base import SPATIAL, Numbers, Op, OpError, Shape, spell
from archspec.ops.fields.factor_kinds import FACTOR, Factors
from archspec.ops.fields.kinds import (
    FLAG,
    SIZE,
    Flag,
    Real,
    Sizes,
    Word,
    dim,
    optional,
)
from archspec.ops.fields.word_kinds import enum
from archspec.record import record

# The name of linear interpolation by the number of sides.
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


@record(kw_only=True)
class Upsample(Op):
    """Resizing by a factor, to a size, or to the sides of another value.

    Pixels are squares. Pixel `i` of the output lies at `(i + 0.5) * step - 0.5` in the
    input, where the linear modes mix the nearest pixels, and `nearest` copies pixel
    `floor(i * step)`. The step is `1 / scale`, or the input's size by the output's. With
    `align_corners`, the linear modes place it at `i * (size - 1) / (output size - 1)`.
    """

    scale: Annotated[
        Factors | None, optional(FACTOR), "factor of each side; sizes are rounded down"
    ] = None
    size: Annotated[Sizes | None, optional(SIZE), "sides of the output"] = None
    mode: Annotated[
        Word,
        enum("nearest", *LINEAR.values()),
        "the interpolation: `linear` for signals, `bilinear` for images, `trilinear` "
        "for volumes",
    ] = "nearest"
    align_corners: Annotated[
        Flag, FLAG, "whether the outermost pixels of both lie on each other"
    ] = False

    NAME: ClassVar[str] = "upsample"
    LIKE: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "(c, h * scale, w * scale), (c, *size) or (c, sides of like)"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Resize.html"

    def output(self, x: Shape, like: Shape | None = None) -> Shape:
        given = [
            key
            for key, value in (
                ("scale", self.scale),
                ("size", self.size),
                ("like", like),
            )
            if value is not None
        ]
        if len(given) != 1:
            got = " and ".join(given) or "none"
            help = "write scale: 2, size: [64, 64] or like: input"
            raise OpError(
                f"upsample takes one of scale, size and like, got {got}", help
            )
        if like is not None:
            return (x[0], *like[1:])
        if self.size is not None:
            return (x[0], *self.size)
        assert self.scale is not None
        sides = zip(x[1:], self.scale, strict=True)
        return (x[0], *(_scaled(size, factor) for size, factor in sides))

    def check(self, x: Numbers, like: Numbers | None = None) -> None:
        if like is None:
            super().check(x)
        else:
            super().check(x, like)
            _check_like(x, like)
        if self.mode == "nearest":
            if self.align_corners is True:
                help = f"it is for mode: {LINEAR[len(x) - 1]}"
                message = "upsample: nearest pixels have no aligned corners"
                raise OpError(message, help, "align_corners")
        elif self.mode != LINEAR[len(x) - 1]:
            message = f"upsample: {self.mode} does not fit {spell(x)}"
            raise OpError(message, f"write mode: {LINEAR[len(x) - 1]}", "mode")
        self.output(x, like)


def _check_like(x: Numbers, like: Numbers) -> None:
    if len(x) != len(like):
        message = f"upsample: {spell(x)} and like, {spell(like)}, differ in rank"
        raise OpError(message, "the output gets the sides of `like`", "like")


def _scaled(size: Dim, factor: Real) -> Dim:
    """``size * factor``, rounded down; an expression is a whole factor."""
    if not isinstance(factor, float):
        return size * factor
    if isinstance(size, int):
        return math.floor(size * factor)
    return dim(CallExpr("floor", (size * lift(factor),)))


def is_whole_factor(factors: Any) -> bool:
    """Whether all ``factors`` are whole; an expression always is."""
    return not any(isinstance(factor, float) for factor in factors)
