"""Convolutions."""

from math import prod
from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import (
    SPATIAL,
    Numbers,
    Op,
    OpError,
    Shape,
    Tensor,
    quotient,
    side_names,
    whole,
)
from archspec.ops.fields.kinds import (
    COUNT,
    FLAG,
    PADDING,
    SHIFT,
    SIZE,
    Flag,
    Pads,
    Pair,
    Sizes,
)
from archspec.ops.fields.word_kinds import or_word
from archspec.record import record

ONE: Sizes = (1, 1)
ZERO: Sizes = (0, 0)
NONE: Pads = ((0, 0), (0, 0))


@record(kw_only=True)
class Conv(Op):
    """Convolution (cross-correlation) with zero padding, rounding down."""

    channels: Annotated[Dim, COUNT, "number of output channels"]
    kernel: Annotated[Sizes, SIZE, "sides of the window"]
    stride: Annotated[Sizes, SIZE, "step of the window"] = ONE
    padding: Annotated[Pads, PADDING, "zeros added around the input"] = NONE
    dilation: Annotated[Sizes, SIZE, "distance between the taps of the window"] = ONE
    groups: Annotated[
        Dim | str,
        or_word(COUNT, "depthwise"),
        "independent groups of channels; `depthwise`: one per input channel",
    ] = 1
    bias: Annotated[Flag, FLAG, "whether to add a bias per output channel"] = True

    NAME: ClassVar[str] = "conv"
    WEIGHTED: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
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
        fan_in = _times(per_group, self.kernel)
        shape = (self.channels, per_group, *self.kernel)
        tensors = {"weight": Tensor(shape, fan_in=fan_in)}
        if self.bias:
            tensors["bias"] = Tensor((self.channels,), fan_in=fan_in)
        return tensors

    def macs(self, x: Numbers, y: Numbers) -> int:
        per_group = x[0] // whole(self.group_count(x))
        return prod(y) * per_group * prod(map(whole, self.kernel))

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
                side_names(len(x))[axis],
                whole(span(self.kernel[axis], self.dilation[axis])),
                size + sum(whole(pad) for pad in self.padding[axis]),
            )


@record(kw_only=True)
class ConvTranspose(Op):
    """Transposed convolution: the gradient of `conv` with respect to its input."""

    channels: Annotated[Dim, COUNT, "number of output channels"]
    kernel: Annotated[Sizes, SIZE, "sides of the window"]
    stride: Annotated[Sizes, SIZE, "step of the window in the output"] = ONE
    padding: Annotated[Pads, PADDING, "rows and columns cut off the output"] = NONE
    output_padding: Annotated[
        Sizes, SHIFT, "rows and columns added at the bottom and right of the output"
    ] = ZERO
    dilation: Annotated[Sizes, SIZE, "distance between the taps of the window"] = ONE
    groups: Annotated[Dim, COUNT, "independent groups of channels"] = 1
    bias: Annotated[Flag, FLAG, "whether to add a bias per output channel"] = True

    NAME: ClassVar[str] = "conv_transpose"
    WEIGHTED: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
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
        fan_in = _times(quotient(x[0], self.groups), self.kernel)
        tensors = {"weight": Tensor((x[0], per_group, *self.kernel), fan_in=fan_in)}
        if self.bias:
            tensors["bias"] = Tensor((self.channels,), fan_in=fan_in)
        return tensors

    def macs(self, x: Numbers, y: Numbers) -> int:
        taps = prod(map(whole, self.kernel))
        return prod(x) * (y[0] // whole(self.groups)) * taps

    def check(self, x: Numbers) -> None:
        super().check(x)
        check_groups(whole(self.groups), x[0], whole(self.channels))
        sides = side_names(len(x))
        for axis, size in enumerate(self.output(x)[1:]):
            extra = whole(self.output_padding[axis])
            limit = max(whole(self.stride[axis]), whole(self.dilation[axis]))
            if extra >= limit:
                raise OpError(
                    f"{self.NAME}: output_padding ({extra}) must be smaller than "
                    f"the larger of stride and dilation ({limit}) in {sides[axis]}",
                    f"write {limit - 1} or less: it picks one of the sizes that have the "
                    "same convolution",
                    "output_padding",
                )
            if whole(size) < 1:
                raise OpError(
                    f"{self.NAME}: the output would have {sides[axis]} {size}",
                    "padding is cut off the output: use less of it",
                    "padding",
                )


def _times(count: Dim, kernel: Sizes) -> Dim:
    for size in kernel:
        count = count * size
    return count


def span(kernel: Dim, dilation: Dim) -> Dim:
    """The pixels that a dilated window covers."""
    return dilation * (kernel - 1) + 1


def window_count(size: Dim, pads: Pair, window: Dim, step: Dim) -> Dim:
    """The number of windows that fit in the padded input, rounded down."""
    return quotient(size + pads[0] + pads[1] - window, step) + 1


def check_window(name: str, side: str, window: int, padded: int) -> None:
    """Raise OpError if the window is larger than the padded input."""
    if window > padded:
        raise OpError(
            f"{name}: the window ({window}) is larger than the padded input "
            f"({padded}) in {side}",
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
