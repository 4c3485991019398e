"""Reductions over axes: the mean, the sum, and the largest and smallest value."""

from typing import Annotated, ClassVar

from archspec.ops.axes import axis_numbers
from archspec.ops.base import Numbers, Op, OpError, Shape, spell
from archspec.ops.fields.axis_kinds import AXES, CHOICE
from archspec.record import record


@record(kw_only=True)
class Reduce(Op):
    """The common base of reductions; not an operator of the language."""

    over: Annotated[
        tuple[str | int, ...],
        AXES,
        "the axes that are reduced, counted from 0 without the batch; `space` is all sides",
    ]
    keep: Annotated[bool, CHOICE, "whether these axes stay, with a size of 1"] = False

    SHAPE: ClassVar[str] = "the input's sizes without those reduced, or with 1 there"

    def axes(self, x: Shape) -> tuple[int, ...]:
        """The numbers of the reduced axes of ``x``, in order.

        Raises:
            OpError: ``x`` does not have them, or no axis would be left.
        """
        axes = axis_numbers(self.NAME, self.over, x, "over")
        if len(axes) == len(x) and not self.keep:
            raise OpError(
                f"{self.NAME} over all axes of {spell(x)} leaves none",
                "keep: true keeps them as sizes of 1; a 'flatten' after it leaves one feature",
                "over",
            )
        return axes

    def output(self, x: Shape) -> Shape:
        axes = self.axes(x)
        if self.keep:
            return tuple(1 if i in axes else size for i, size in enumerate(x))
        return tuple(size for i, size in enumerate(x) if i not in axes)

    def check(self, x: Numbers) -> None:
        super().check(x)
        self.output(x)


@record(kw_only=True)
class Mean(Reduce):
    """The mean over axes."""

    NAME: ClassVar[str] = "mean"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__ReduceMean.html"


@record(kw_only=True)
class Sum(Reduce):
    """The sum over axes."""

    NAME: ClassVar[str] = "sum"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__ReduceSum.html"


@record(kw_only=True)
class Max(Reduce):
    """The largest value over axes; equal ones share the gradient."""

    NAME: ClassVar[str] = "max"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.amax.html"
    )


@record(kw_only=True)
class Min(Reduce):
    """The smallest value over axes; equal ones share the gradient."""

    NAME: ClassVar[str] = "min"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.amin.html"
    )
