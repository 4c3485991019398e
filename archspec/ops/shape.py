"""Operators that move values without arithmetic."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.axes import axis_number
from archspec.ops.base import (
    SPATIAL,
    Numbers,
    Op,
    OpError,
    Shape,
    axis_names,
    quotient,
    side_names,
    spell,
    whole,
)
from archspec.ops.fields.axis_kinds import ANY_AXIS
from archspec.ops.fields.kinds import (
    COUNT,
    FILL,
    ORDER,
    PADDING,
    Pads,
    Real,
    Word,
    optional,
)
from archspec.ops.fields.shape_kinds import START, STOP
from archspec.ops.fields.word_kinds import enum
from archspec.record import record


@record(kw_only=True)
class Pad(Op):
    """Rows and columns around the image.

    They have one value (`constant`), repeat the pixels at the edge (`edge`), or mirror the
    image at its outer pixels, which are not repeated (`reflect`).
    """

    padding: Annotated[Pads, PADDING, "rows and columns added on each side"]
    mode: Annotated[
        Word, enum("constant", "reflect", "edge"), "the values of the added pixels"
    ] = "constant"
    value: Annotated[Real, FILL, "the value of the added pixels, if constant"] = 0

    NAME: ClassVar[str] = "pad"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "(c, h + top + bottom, w + left + right)"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Pad.html"

    def output(self, x: Shape) -> Shape:
        sides = zip(x[1:], self.padding, strict=True)
        return (x[0], *(size + low + high for size, (low, high) in sides))

    def check(self, x: Numbers) -> None:
        super().check(x)
        if self.mode != "constant" and self.value != 0:
            message = f"pad: mode {self.mode} takes its values from the image"
            raise OpError(
                message, "leave out 'value', or write mode: constant", "value"
            )
        if self.mode != "reflect":
            return
        for name, size, pads in zip(
            side_names(len(x)), x[1:], self.padding, strict=True
        ):
            if max(map(whole, pads)) >= size:
                raise OpError(
                    f"pad: {name} {size} is too small to reflect {max(map(whole, pads))} "
                    "of its values",
                    f"mode reflect adds fewer than the side has: at most {size - 1} here",
                    "padding",
                )


@record(kw_only=True)
class Slice(Op):
    """A range of one axis, or every few values of it."""

    axis: Annotated[Word | int, ANY_AXIS, "the axis that is cut"] = "channels"
    start: Annotated[Dim, START, "first value kept, counted from 0"] = 0
    stop: Annotated[
        Dim | None, optional(STOP), "first value after the range; default: the end"
    ] = None
    step: Annotated[Dim, COUNT, "distance between the values kept"] = 1

    NAME: ClassVar[str] = "slice"
    SHAPE: ClassVar[str] = "(stop - start) / step values on the axis, rounded up"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Slice.html"

    def number(self, x: Shape) -> int:
        """The number of the axis, counted from 0 without the batch."""
        return axis_number(self.NAME, self.axis, x)

    def output(self, x: Shape) -> Shape:
        axis = self.number(x)
        length = (x[axis] if self.stop is None else self.stop) - self.start
        if self.step != 1:
            length = quotient(length + self.step - 1, self.step)
        return (*x[:axis], length, *x[axis + 1 :])

    def check(self, x: Numbers) -> None:
        super().check(x)
        axis = self.number(x)
        name = axis_names(len(x))[axis]
        start, size = whole(self.start), x[axis]
        stop = size if self.stop is None else whole(self.stop)
        if stop > size:
            raise OpError(
                f"slice: stop ({stop}) is past the end: {spell(x)} has {name} {size}",
                f"stop is at most {size}; without it, the range ends there",
                "stop",
            )
        if start >= stop and self.stop is None:
            raise OpError(
                f"slice: start ({start}) is past the end: {spell(x)} has {name} {size}",
                f"start is at most {size - 1}",
                "start",
            )
        if start >= stop:
            raise OpError(
                f"slice: the range of {name} from {start} to {stop} is empty",
                "stop is the first value that is left out: it must exceed start",
                "stop",
            )


@record(kw_only=True)
class ChannelShuffle(Op):
    """Interleaving of groups of channels: the first of each group, the second, ..."""

    groups: Annotated[Dim, COUNT, "number of groups of channels"]

    NAME: ClassVar[str] = "channel_shuffle"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1707.01083"

    def check(self, x: Numbers) -> None:
        super().check(x)
        groups = whole(self.groups)
        if x[0] % groups:
            raise OpError(
                f"{x[0]} channels cannot be shuffled in {groups} groups",
                "groups must divide the channels of the input",
                "groups",
            )


@record(kw_only=True)
class Permute(Op):
    """The axes of a value in another order, counted from 0 without the batch axis.

    `[1, 2, 0]` turns (channels, height, width) into (height, width, channels), for
    operators with `axis: last`, and `[2, 0, 1]` turns that back. All other operators use
    the first axis as channels.
    """

    order: Annotated[
        tuple[int, ...], ORDER, "the axes of the input, in the order of the output"
    ]

    NAME: ClassVar[str] = "permute"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "the input's sizes in the given order"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.permute.html"
    )

    def output(self, x: Shape) -> Shape:
        if sorted(self.order) != list(range(len(x))):
            raise OpError(
                f"permute: {list(self.order)} is no order of the axes of {spell(x)}",
                f"each of the numbers below {len(x)} stands once: the batch does not count",
                "order",
            )
        return tuple(x[axis] for axis in self.order)

    def check(self, x: Numbers) -> None:
        super().check(x)
        self.output(x)
