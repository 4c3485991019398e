"""Arithmetic on every value by itself."""

from typing import Annotated, ClassVar

from archspec.ops.base import Numbers, Op, OpError
from archspec.ops.fields.checks import told
from archspec.ops.fields.kinds import NUMBER, Real, optional
from archspec.record import record

_TORCH = "https://docs.pytorch.org/docs/stable/generated/torch"


@record(kw_only=True)
class Offset(Op):
    """The input plus a number, which is not trained."""

    value: Annotated[Real, NUMBER, "summand of every value"]

    NAME: ClassVar[str] = "offset"
    SOURCE: ClassVar[str] = f"{_TORCH}.add.html"


@record(kw_only=True)
class Power(Op):
    """The input to the power of a number; values must be positive for a fraction."""

    exponent: Annotated[Real, NUMBER, "the exponent, which is not 0"]

    NAME: ClassVar[str] = "power"
    SOURCE: ClassVar[str] = f"{_TORCH}.pow.html"

    def check(self, x: Numbers) -> None:
        super().check(x)
        if self.exponent == 0:
            message = "power: every value to the power of 0 is 1"
            raise OpError(message, "write another exponent", "exponent")


@record(kw_only=True)
class Square(Op):
    """x * x."""

    NAME: ClassVar[str] = "square"
    SOURCE: ClassVar[str] = f"{_TORCH}.square.html"


@record(kw_only=True)
class Sqrt(Op):
    """The square root of values that must be positive."""

    NAME: ClassVar[str] = "sqrt"
    SOURCE: ClassVar[str] = f"{_TORCH}.sqrt.html"


@record(kw_only=True)
class Exp(Op):
    """The exponential function."""

    NAME: ClassVar[str] = "exp"
    SOURCE: ClassVar[str] = f"{_TORCH}.exp.html"


@record(kw_only=True)
class Log(Op):
    """The natural logarithm of values that must be positive."""

    NAME: ClassVar[str] = "log"
    SOURCE: ClassVar[str] = f"{_TORCH}.log.html"


@record(kw_only=True)
class Abs(Op):
    """The absolute value."""

    NAME: ClassVar[str] = "abs"
    SOURCE: ClassVar[str] = f"{_TORCH}.abs.html"


@record(kw_only=True)
class Clamp(Op):
    """The input, but at least `min` and at most `max`."""

    min: Annotated[Real | None, optional(NUMBER), "the smallest value kept"] = None
    max: Annotated[Real | None, optional(NUMBER), "the largest value kept"] = None

    NAME: ClassVar[str] = "clamp"
    SOURCE: ClassVar[str] = f"{_TORCH}.clamp.html"

    def check(self, x: Numbers) -> None:
        super().check(x)
        low, high = self.min, self.max
        if low is None and high is None:
            raise OpError("clamp needs min or max", "write min: 0, or max: 6")
        if isinstance(low, float) and isinstance(high, float) and low >= high:
            raise OpError(
                f"clamp: min ({told(low)}) must be smaller than max ({told(high)})",
                "every value would be the same",
                "min",
            )
