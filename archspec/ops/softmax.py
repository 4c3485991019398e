"""Softmax over an axis, and its logarithm."""

from typing import Annotated, ClassVar

from archspec.ops.axes import axis_number
from archspec.ops.base import Numbers, Op, Shape
from archspec.ops.fields.axis_kinds import ANY_AXIS
from archspec.ops.fields.kinds import Word
from archspec.record import record


@record(kw_only=True)
class OverAxis(Op):
    """The common base of both; not an operator of the language."""

    axis: Annotated[Word | int, ANY_AXIS, "the axis that sums to 1"] = "channels"

    def number(self, x: Shape) -> int:
        """The number of the axis, counted from 0 without the batch."""
        return axis_number(self.NAME, self.axis, x)

    def output(self, x: Shape) -> Shape:
        self.number(x)
        return x

    def check(self, x: Numbers) -> None:
        super().check(x)
        self.number(x)


@record(kw_only=True)
class Softmax(OverAxis):
    """exp(x) / sum of exp(x), over an axis."""

    NAME: ClassVar[str] = "softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html"
    )


@record(kw_only=True)
class LogSoftmax(OverAxis):
    """The logarithm of `softmax`."""

    NAME: ClassVar[str] = "log_softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html"
    )
