"""Softmax over channels, and its logarithm."""

from typing import Annotated, ClassVar

from archspec.ops.base import Op
from archspec.ops.fields.kinds import Word
from archspec.ops.fields.word_kinds import enum
from archspec.record import record


@record(kw_only=True)
class Softmax(Op):
    """exp(x) / sum of exp(x), over channels."""

    axis: Annotated[Word, enum("channels"), "the axis that sums to 1"] = "channels"

    NAME: ClassVar[str] = "softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html"
    )


@record(kw_only=True)
class LogSoftmax(Op):
    """The logarithm of `softmax`."""

    axis: Annotated[Word, enum("channels"), "the axis that sums to 1"] = "channels"

    NAME: ClassVar[str] = "log_softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html"
    )
