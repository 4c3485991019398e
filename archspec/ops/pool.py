"""Pooling."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from archspec.expr import Compare, Const, Dim, Expr, if_else, lift
from archspec.ops.base import (
    SPATIAL,
    Numbers,
    Op,
    OpError,
    Shape,
    least,
    quotient,
    side_names,
    whole,
)
from archspec.ops.conv import NONE, check_window, window_count
from archspec.ops.fields.kinds import (
    FLAG,
    PADDING,
    SIZE,
    Flag,
    Pads,
    Sizes,
    Word,
    dim,
    optional,
)
from archspec.ops.fields.word_kinds import enum
from archspec.record import record


@record(kw_only=True)
class Pool(Op):
    """The common base of max and average pooling; not an operator of the language."""

    kernel: Annotated[Sizes, SIZE, "sides of the window"]
    stride: Annotated[
        Sizes | None, optional(SIZE), "step of the window; the kernel if left out"
    ] = None
    padding: Annotated[Pads, PADDING, "rows and columns added around the input"] = NONE
    rounding: Annotated[
        Word,
        enum("floor", "ceil"),
        "`floor`: whole windows only; `ceil`: also a last partial window, "
        "unless it would start past the input and the left padding",
    ] = "floor"

    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = (
        "(c, (h + pads - k) // stride + 1, ...); under ceil "
        "(c, min((h + pads - k + stride - 1) // stride, (h + top - 1) // stride) + 1, ...)"
    )

    @property
    def step(self) -> Sizes:
        """The effective stride."""
        return self.kernel if self.stride is None else self.stride

    def output(self, x: Shape) -> Shape:
        return (x[0], *self._sizes(x))

    def _sizes(self, x: Shape) -> Iterator[Dim]:
        sides = zip(x[1:], self.padding, self.kernel, self.step, strict=True)
        for size, pads, k, step in sides:
            floor = window_count(size, pads, k, step)
            # A window starts every `step` pixels, the last one before size + pads[0].
            begun = quotient(size + pads[0] - 1, step) + 1
            partial = window_count(size + step - 1, pads, k, step)
            ceil = least(partial, begun)
            if isinstance(self.rounding, Expr):
                is_ceil = Compare(self.rounding, ("==",), (Const("ceil"),))
                yield dim(if_else(is_ceil, lift(ceil), lift(floor)))
            else:
                yield ceil if self.rounding == "ceil" else floor

    def check(self, x: Numbers) -> None:
        super().check(x)
        sides = side_names(len(x))
        for axis, (size, pads) in enumerate(zip(x[1:], self.padding, strict=True)):
            kernel, pad = whole(self.kernel[axis]), max(map(whole, pads))
            if pad >= kernel:
                raise OpError(
                    f"{self.NAME}: padding ({pad}) must be smaller than the window "
                    f"({kernel}) in {sides[axis]}",
                    "a window that holds nothing but padding has no value",
                    "padding",
                )
            if self.rounding == "floor" or whole(self.output(x)[axis + 1]) < 1:
                check_window(
                    self.NAME, sides[axis], kernel, size + sum(map(whole, pads))
                )


@record(kw_only=True)
class MaxPool(Pool):
    """The largest value of each window; padding never counts."""

    NAME: ClassVar[str] = "max_pool"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__MaxPool.html"


@record(kw_only=True)
class AvgPool(Pool):
    """The mean of each window."""

    count_padding: Annotated[
        Flag, FLAG, "whether the zeros of the padding count in the mean"
    ] = True

    NAME: ClassVar[str] = "avg_pool"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__AveragePool.html"


@record(kw_only=True)
class GlobalPool(Op):
    """The common base of pools over all sides; not an operator of the language."""

    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "(c, 1, 1)"

    def output(self, x: Shape) -> Shape:
        return (x[0], *[1] * (len(x) - 1))


@record(kw_only=True)
class GlobalAvgPool(GlobalPool):
    """The mean of each channel over all its sides."""

    NAME: ClassVar[str] = "global_avg_pool"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1312.4400"


@record(kw_only=True)
class GlobalMaxPool(GlobalPool):
    """The largest value of each channel over all its sides."""

    NAME: ClassVar[str] = "global_max_pool"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html"


@record(kw_only=True)
class AdaptivePool(Op):
    """The common base of pools to a given size; not an operator of the language."""

    size: Annotated[Sizes, SIZE, "sides of the output"]

    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "(c, *size)"

    def output(self, x: Shape) -> Shape:
        return (x[0], *self.size)


@record(kw_only=True)
class AdaptiveAvgPool(AdaptivePool):
    """Means over windows laid out so that the output has a given size.

    Window ``i`` of ``n`` along a side of ``s`` pixels covers ``floor(i * s / n)`` up
    to, and not including, ``ceil((i + 1) * s / n)``.
    """

    NAME: ClassVar[str] = "adaptive_avg_pool"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html"
    )


@record(kw_only=True)
class AdaptiveMaxPool(AdaptivePool):
    """The largest values of the windows of `adaptive_avg_pool`."""

    NAME: ClassVar[str] = "adaptive_max_pool"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html"
    )
