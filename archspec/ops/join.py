"""Operators of several inputs. They own no tensors and count no MACs."""

from collections.abc import Sequence
from typing import ClassVar

from archspec.expr import Dim, maximum
from archspec.ops.base import Op, OpError, Shape, axis_names, spell
from archspec.ops.fields.kinds import dim
from archspec.record import record

_ONLY_ONE = "only a size of 1 is broadcast"
_CHANGES_CHANNELS = f"a 1x1 `conv` changes them; {_ONLY_ONE}"
_CHANGES_SIDE = f"a stride, a pool or `upsample` changes it; {_ONLY_ONE}"


@record(kw_only=True)
class Elementwise(Op):
    """The common base of arithmetic with several values; not an operator of the language.

    Symbolic sizes that may be equal are assumed to be equal, or 1; numbers are compared.
    """

    INPUTS: ClassVar[int | None] = None
    SHAPE: ClassVar[str] = "(the largest c, the largest h, the largest w)"

    def output(self, *xs: Shape) -> Shape:
        _check_equal_ranks(self, xs)
        sides = [self._broadcast(xs, axis) for axis in range(1, len(xs[0]))]
        return (self._broadcast(xs, 0), *sides)

    def _broadcast(self, xs: Sequence[Shape], axis: int) -> Dim:
        wide = [x for x in xs if x[axis] != 1]
        if not wide:
            return 1
        size = _agreed(self, wide, axis, _CHANGES_SIDE if axis else _CHANGES_CHANNELS)
        if isinstance(size, int):
            return size
        # Each symbol is the common size or 1, so the largest is the common size.
        return dim(maximum(*(x[axis] for x in wide)))


@record(kw_only=True)
class Add(Elementwise):
    """The sum of its inputs; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "add"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Add.html"


@record(kw_only=True)
class Mul(Elementwise):
    """The product of its inputs; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "mul"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Mul.html"


@record(kw_only=True)
class Sub(Elementwise):
    """The first input minus the second; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "sub"
    INPUTS: ClassVar[int | None] = 2
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Sub.html"


@record(kw_only=True)
class Div(Elementwise):
    """The first input divided by the second; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "div"
    INPUTS: ClassVar[int | None] = 2
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Div.html"


@record(kw_only=True)
class Maximum(Elementwise):
    """The largest of its inputs, value by value; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "maximum"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Max.html"


@record(kw_only=True)
class Minimum(Elementwise):
    """The smallest of its inputs, value by value; sizes of 1 are broadcast."""

    NAME: ClassVar[str] = "minimum"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Min.html"


@record(kw_only=True)
class Concat(Op):
    """All channels of its inputs, one input after the other."""

    NAME: ClassVar[str] = "concat"
    INPUTS: ClassVar[int | None] = None
    SHAPE: ClassVar[str] = "(the sum of all c, h, w)"
    SOURCE: ClassVar[str] = "https://onnx.ai/onnx/operators/onnx__Concat.html"

    def output(self, *xs: Shape) -> Shape:
        _check_equal_ranks(self, xs)
        help = "concat appends channels: height and width must be equal"
        sides = [_agreed(self, xs, axis, help) for axis in range(1, len(xs[0]))]
        channels, *others = (x[0] for x in xs)
        for other in others:
            channels = channels + other
        return (channels, *sides)


def _check_equal_ranks(op: Op, xs: Sequence[Shape]) -> None:
    for x in xs:
        if len(x) != len(xs[0]):
            message = f"{op.NAME}: {spell(xs[0])} and {spell(x)} differ in rank"
            raise OpError(message, "use `flatten` on the image, or join before it")


def _agreed(op: Op, xs: Sequence[Shape], axis: int, help: str) -> Dim:
    """The common size of ``axis``: a number if any shape has one."""
    numbers = [x for x in xs if isinstance(x[axis], int)]
    for x in numbers:
        if x[axis] != numbers[0][axis]:
            noun = axis_names(len(x))[axis] if len(x) > 1 else "channels"
            shapes = f"{spell(numbers[0])} and {spell(x)}"
            raise OpError(f"{op.NAME}: {shapes} differ in {noun}", help)
    return numbers[0][axis] if numbers else xs[0][axis]
