"""Division of vectors by their length."""

from typing import Annotated, ClassVar

from archspec.ops.base import Op, Shape, Tensor
from archspec.ops.fields.kinds import FLAG, POSITIVE, Flag, Real, Word
from archspec.ops.fields.word_kinds import AXIS
from archspec.record import record


@record(kw_only=True)
class RMSNorm(Op):
    """Division by the root mean square over channels, and a learned scale.

    ``x / sqrt(mean of squares + eps) * weight``, for each example or each pixel.
    """

    eps: Annotated[Real, POSITIVE, "added to the mean square"] = 1e-6
    axis: Annotated[
        Word, AXIS, "the axis that is normalised: the first or the last"
    ] = "channels"
    scale: Annotated[Flag, FLAG, "whether to scale the result"] = True

    NAME: ClassVar[str] = "rms_norm"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1910.07467"

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        channels = x[-1] if self.axis == "last" else x[0]
        return {"weight": Tensor((channels,), first=1.0)} if self.scale else {}


@record(kw_only=True)
class L2Normalize(Op):
    """Division by the Euclidean norm over channels: ``x / max(norm, eps)``."""

    eps: Annotated[Real, POSITIVE, "the least divisor"] = 1e-12
    axis: Annotated[
        Word, AXIS, "the axis that is normalised: the first or the last"
    ] = "channels"

    NAME: ClassVar[str] = "l2_normalize"
    SOURCE: ClassVar[str] = (
        "https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html"
    )
