"""Convolutions."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor, quotient, whole
from archspec.ops.fields.kinds import (
    COUNT,
    FLAG,
    PADDING,
    SHIFT,
    SIZE,
    Flag,
    Pads,
    Pair,
)
from archspec.ops.fields.word_kinds import or_word
from archspec.record import record

ONE: Pair = (1, 1)
ZERO: Pair = (0, 0)
NONE: Pads = (ZERO, ZERO)


@record(kw_only=True)
class Conv(Op):
    """2-D convolution (cross-correlation) with zero padding, rounding down."""

    channels: Annotated[Dim, COUNT, "number of output channels"]
    kernel: Annotated[Pair, SIZE, "height and width of the window"]
    stride: Annotated[Pair, SIZE, "step of the window"] = ONE
    padding: Annotated[Pads, PADDING, "zeros added around the input"] = NONE
    dilation: Annotated[Pair, SIZE, "distance between the taps of the window"] = ONE
    groups: Annotated[
        Dim | str,
        or_word(COUNT, "depthwise"),
        "independent groups of channels; `depthwise`: one per input channel",
    ] = 1
    bias: Annotated[Flag, FLAG, "whether to add a bias per output channel"] = True

    NAME: ClassVar[str] = "conv"
    WEIGHTED: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SHAPE: ClassVar[str] = (
        "(channels, (h + pads - dilation * (k - 1) - 1) // stride + 1, ...)"
    )
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1603.07285"

    def group_count(self, x: Shape) -> Dim:
        """The number of groups for an input of shape ``x``."""
        return x[0] if isinstance(self.groups, str) else self.groups

    def output(self, x: Shape) -> Shape:
        sizes = [
            window_count(size, pads, span(k, dilation), stride)
            for size, pads, k, dilation, stride in zip(
                x[1:],
                self.padding,
                self.kernel,
                self.dilation,
                self.stride,
                strict=True,
            )
        ]
        return (self.channels, *sizes)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        per_group = quotient(x[0], self.group_count(x))
        fan_in = per_group * self.kernel[0] * self.kernel[1]
        shape = (self.channels, per_group, *self.kernel)
        tensors = {"weight": Tensor(shape, fan_in=fan_in)}
        if self.bias:
            tensors["bias"] = Tensor((self.channels,), fan_in=fan_in)
        return tensors

    def macs(self, x: Numbers, y: Numbers) -> int:
        per_group = x[0] // whole(self.group_count(x))
        kh, kw = self.kernel
        return y[0] * y[1] * y[2] * per_group * whole(kh) * whole(kw)

    def check(self, x: Numbers) -> None:
        super().check(x)
        groups, channels = whole(self.group_count(x)), whole(self.channels)
        if isinstance(self.groups, str) and channels % groups:
            raise OpError(
                f"{channels} output channels cannot be split into {groups} groups",
                f"depthwise has one group per input channel: a multiple of {groups} fits",
                "channels",
            )
        check_groups(groups, x[0], channels)
        for axis, size in enumerate(x[1:]):
            check_window(
                self.NAME,
                axis,
                whole(span(self.kernel[axis], self.dilation[axis])),
                size + sum(whole(pad) for pad in self.padding[axis]),
            )


@record(kw_only=True)
class ConvTranspose(Op):
    """2-D transposed convolution: the gradient of `conv` with respect to its input."""

    channels: Annotated[Dim, COUNT, "number of output channels"]
    kernel: Annotated[Pair, SIZE, "height and width of the window"]
    stride: Annotated[Pair, SIZE, "step of the window in the output"] = ONE
    padding: Annotated[Pads, PADDING, "rows and columns cut off the output"] = NONE
    output_padding: Annotated[
        Pair, SHIFT, "rows and columns added at the bottom and right of the output"
    ] = ZERO
    dilation: Annotated[Pair, SIZE, "distance between the taps of the window"] = ONE
    groups: Annotated[Dim, COUNT, "independent groups of channels"] = 1
    bias: Annotated[Flag, FLAG, "whether to add a bias per output channel"] = True

    NAME: ClassVar[str] = "conv_transpose"
    WEIGHTED: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SHAPE: ClassVar[str] = (
        "(channels, (h - 1) * stride - pads + dilation * (k - 1) + output_padding + 1, ...)"
    )
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1603.07285"

    def output(self, x: Shape) -> Shape:
        sizes = [
            (size - 1) * self.stride[axis]
            + span(self.kernel[axis], self.dilation[axis])
            + self.output_padding[axis]
            - self.padding[axis][0]
            - self.padding[axis][1]
            for axis, size in enumerate(x[1:])
        ]
        return (self.channels, *sizes)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        per_group = quotient(self.channels, self.groups)
        # With stride 1 an output pixel sums every tap; a larger stride skips some taps.
        fan_in = quotient(x[0], self.groups) * self.kernel[0] * self.kernel[1]
        tensors = {"weight": Tensor((x[0], per_group, *self.kernel), fan_in=fan_in)}
        if self.bias:
            tensors["bias"] = Tensor((self.channels,), fan_in=fan_in)
        return tensors

    def macs(self, x: Numbers, y: Numbers) -> int:
        kh, kw = self.kernel
        return x[0] * x[1] * x[2] * (y[0] // whole(self.groups)) * whole(kh) * whole(kw)

    def check(self, x: Numbers) -> None:
        super().check(x)
        check_groups(whole(self.groups), x[0], whole(self.channels))
        for axis, size in enumerate(self.output(x)[1:]):
            extra = whole(self.output_padding[axis])
            limit = max(whole(self.stride[axis]), whole(self.dilation[axis]))
            if extra >= limit:
                raise OpError(
                    f"{self.NAME}: output_padding ({extra}) must be smaller than "
                    f"the larger of stride and dilation ({limit}) in {SIDES[axis]}",
                    f"write {limit - 1} or less: it picks one of the sizes that have the "
                    "same convolution",
                    "output_padding",
                )
            if whole(size) < 1:
                raise OpError(
                    f"{self.NAME}: the output would have {SIDES[axis]} {size}",
                    "padding is cut off the output: use less of it",
                    "padding",
                )


SIDES = ("height", "width")


def span(kernel: Dim, dilation: Dim) -> Dim:
    """The pixels that a dilated window covers."""
    return dilation * (kernel - 1) + 1


def window_count(size: Dim, pads: Pair, window: Dim, step: Dim) -> Dim:
    """The number of windows that fit in the padded input, rounded down."""
    return quotient(size + pads[0] + pads[1] - window, step) + 1


def check_window(name: str, axis: int, window: int, padded: int) -> None:
    """Raise OpError if the window is larger than the padded input."""
    if window > padded:
        raise OpError(
            f"{name}: the window ({window}) is larger than the padded input "
            f"({padded}) in {SIDES[axis]}",
            "use a smaller kernel, more padding, or a larger input",
            "kernel",
        )


def check_groups(groups: int, inputs: int, outputs: int) -> None:
    """Raise OpError unless ``groups`` divides both channel counts."""
    for noun, count in (("input", inputs), ("output", outputs)):
        if count % groups:
            raise OpError(
                f"{count} {noun} channels cannot be split into {groups} groups",
                "groups must divide the channels of the input and of the output",
                "groups",
            )
