"""A gate, whose input has its own weights."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import Numbers, Op, OpError, Shape, quotient, spell
from archspec.ops.fields.kinds import Word
from archspec.ops.fields.word_kinds import AXIS
from archspec.record import record


@record(kw_only=True)
class GLU(Op):
    """The first half of the channels times the sigmoid of the second half."""

    axis: Annotated[Word, AXIS, "the axis that is halved"] = "channels"

    NAME: ClassVar[str] = "glu"
    SHAPE: ClassVar[str] = "(c // 2, h, w)"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1612.08083"

    def number(self, x: Shape) -> int:
        """The number of the axis, counted from 0 without the batch."""
        return len(x) - 1 if self.axis == "last" else 0

    def output(self, x: Shape) -> Shape:
        number = self.number(x)
        sizes: list[Dim] = list(x)
        sizes[number] = quotient(sizes[number], 2)
        return tuple(sizes)

    def check(self, x: Numbers) -> None:
        super().check(x)
        size = x[self.number(x)]
        if size % 2:
            raise OpError(
                f"glu cannot halve the axis of size {size} of {spell(x)}",
                "its size must be even: the second half are the gates of the first",
            )
