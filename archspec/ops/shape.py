"""Operators that move values without arithmetic."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import (
    SPATIAL,
    Numbers,
    Op,
    OpError,
    Shape,
    side_names,
    spell,
    whole,
)
from archspec.ops.fields.kinds import (
    COUNT,
    FILL,
    INDEX,
    ORDER,
    PADDING,
    Pads,
    Real,
    Word,
)
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
    """A range of channels."""

    start: Annotated[Dim, INDEX, "first channel kept, counted from 0"] = 0
    stop: Annotated[Dim, COUNT, "first channel after the range"]

    NAME: ClassVar[str] = "slice"
    SHAPE: ClassVar[str] = "(stop - start, h, w)"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Slice.html"

    def output(self, x: Shape) -> Shape:
        return (self.stop - self.start, *x[1:])

    def check(self, x: Numbers) -> None:
        super().check(x)
        start, stop = whole(self.start), whole(self.stop)
        if start >= stop:
            raise OpError(
                f"slice: the range of channels {start} to {stop} is empty",
                "stop is the first channel that is left out: it must exceed start",
                "stop",
            )
        if stop > x[0]:
            raise OpError(
                f"slice: stop ({stop}) is past the {x[0]} channels of {spell(x)}",
                f"stop is at most {x[0]}",
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
    """The axes of an image in another order, counted from 0 without the batch axis.

    `[1, 2, 0]` turns (channels, height, width) into (height, width, channels), for
    operators with `axis: last`, and `[2, 0, 1]` turns that back. All other operators use
    the first axis as channels.
    """

    order: Annotated[tuple[int, ...], ORDER, "the first, second and third axis"]

    NAME: ClassVar[str] = "permute"
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SHAPE: ClassVar[str] = "the input's sizes in the given order"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.permute.html"
    )

    def output(self, x: Shape) -> Shape:
        if sorted(self.order) != list(range(len(x))):
            raise OpError(
                f"permute: {list(self.order)} is no order of the axes 0, 1 and 2",
                "the batch axis does not count: [1, 2, 0] puts the channels last",
                "order",
            )
        return tuple(x[axis] for axis in self.order)

    def check(self, x: Numbers) -> None:
        super().check(x)
        self.output(x)
