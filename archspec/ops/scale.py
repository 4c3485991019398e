"""Multiplication by a number."""

from typing import Annotated, ClassVar

from archspec.ops.base import Op
from archspec.ops.fields.kinds import NUMBER, Real
from archspec.record import record


@record(kw_only=True)
class Scale(Op):
    """The input times a number, which is not trained."""

    factor: Annotated[Real, NUMBER, "factor of every value"]

    NAME: ClassVar[str] = "scale"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1602.07261"
