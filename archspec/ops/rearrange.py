"""Operators that move the values of an example, or keep a part of them."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import (
    SPATIAL,
    Numbers,
    Op,
    OpError,
    Shape,
    quotient,
    side_names,
    spell,
    values_in,
    whole,
)
from archspec.ops.fields.kinds import COUNT, Pads, Sizes
from archspec.ops.fields.shape_kinds import CROPPING, OFFSET, RESHAPED
from archspec.record import record


@record(kw_only=True)
class Reshape(Op):
    """The values of an example in another shape, in the order of `flatten`.

    One size can be -1: it follows from the number of values.
    """

    shape: Annotated[
        tuple[Dim | None, ...], RESHAPED, "the sizes of the output, without the batch"
    ]

    NAME: ClassVar[str] = "reshape"
    SHAPE: ClassVar[str] = "shape"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Reshape.html"

    def output(self, x: Shape) -> Shape:
        written = [size for size in self.shape if size is not None]
        found = quotient(values_in(x), values_in(written))
        return tuple(found if size is None else size for size in self.shape)

    def check(self, x: Numbers) -> None:
        super().check(x)
        values = values_in(x)
        left = values_in([whole(size) for size in self.shape if size is not None])
        if left == values or (None in self.shape and values % left == 0):
            return
        shape = spell([-1 if size is None else size for size in self.shape])
        raise OpError(
            f"reshape: the {values} values of {spell(x)} do not fill {shape}",
            "the sizes must multiply to the number of values, or divide it if one is -1",
            "shape",
        )


@record(kw_only=True)
class PixelShuffle(Op):
    """Enlargement of an image: blocks of channels become squares of pixels.

    Channel `c * scale * scale + i * scale + j` holds row i and column j of the squares of
    channel c of the output.
    """

    scale: Annotated[Dim, COUNT, "factor of enlargement: the side of a square"]

    NAME: ClassVar[str] = "pixel_shuffle"
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SHAPE: ClassVar[str] = "(c // (scale * scale), h * scale, w * scale)"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1609.05158"

    def output(self, x: Shape) -> Shape:
        channels, *sides = x
        area = self.scale * self.scale
        return (quotient(channels, area), *(side * self.scale for side in sides))

    def check(self, x: Numbers) -> None:
        super().check(x)
        area = whole(self.scale) ** 2
        if x[0] % area:
            raise OpError(
                f"pixel_shuffle: {x[0]} channels cannot become squares of {area} pixels",
                "scale * scale must divide the channels of the input",
                "scale",
            )


@record(kw_only=True)
class PixelUnshuffle(Op):
    """Reduction of an image: squares of pixels become blocks of channels.

    It is the inverse of `pixel_shuffle`, with the same order of channels.
    """

    scale: Annotated[Dim, COUNT, "factor of reduction: the side of a square"]

    NAME: ClassVar[str] = "pixel_unshuffle"
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SHAPE: ClassVar[str] = "(c * scale * scale, h // scale, w // scale)"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html"
    )

    def output(self, x: Shape) -> Shape:
        channels, *sides = x
        area = self.scale * self.scale
        return (channels * area, *(quotient(side, self.scale) for side in sides))

    def check(self, x: Numbers) -> None:
        super().check(x)
        for name, side in zip(side_names(len(x)), x[1:], strict=True):
            if side % whole(self.scale):
                raise OpError(
                    f"pixel_unshuffle: scale {self.scale} does not divide the {name} {side}",
                    "height and width must be multiples of scale: put a 'pad' before it",
                    "scale",
                )


@record(kw_only=True)
class Crop(Op):
    """Rows and columns taken off each side of the image."""

    cropping: Annotated[Pads, CROPPING, "rows and columns taken off each side"]

    NAME: ClassVar[str] = "crop"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SHAPE: ClassVar[str] = "(c, h - top - bottom, w - left - right)"
    SOURCE: ClassVar[str] = "https://keras.io/api/layers/reshaping_layers/cropping2d/"

    def output(self, x: Shape) -> Shape:
        sides = zip(x[1:], self.cropping, strict=True)
        return (x[0], *(size - low - high for size, (low, high) in sides))

    def check(self, x: Numbers) -> None:
        super().check(x)
        for name, size, off in zip(
            side_names(len(x)), x[1:], self.cropping, strict=True
        ):
            if sum(map(whole, off)) >= size:
                raise OpError(
                    f"crop: nothing remains of the {name} {size}",
                    f"both ends together lose at most {size - 1} here",
                    "cropping",
                )


@record(kw_only=True)
class Roll(Op):
    """Values moved along the sides; those that leave at one end enter at the other."""

    shift: Annotated[
        Sizes, OFFSET, "steps towards the end of each side; negative ones to its start"
    ]

    NAME: ClassVar[str] = "roll"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.roll.html"
    )

    def check(self, x: Numbers) -> None:
        super().check(x)
        for name, size, shift in zip(
            side_names(len(x)), x[1:], self.shift, strict=True
        ):
            if abs(whole(shift)) >= size:
                raise OpError(
                    f"roll: shift {shift} is not below the {name} {size}",
                    f"a whole turn changes nothing: write {whole(shift) % size}",
                    "shift",
                )
