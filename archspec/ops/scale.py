"""Multiplication by a number, or by a learned tensor."""

from typing import Annotated, ClassVar

from archspec.ops.base import Op, Shape, Tensor
from archspec.ops.kinds import NUMBER, Real, Word
from archspec.ops.word_kinds import AXIS
from archspec.record import record


@record(kw_only=True)
class LayerScale(Op):
    """Multiplication of each channel by a learned weight, which starts as 1.

    The weight has no name of its own: it is called like the node, `block.layer_scale`.
    """

    axis: Annotated[
        Word, AXIS, "which axis has a weight each: the first, or the last"
    ] = "channels"

    NAME: ClassVar[str] = "layer_scale"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/2103.17239"
    BARE: ClassVar[bool] = True

    def weight_shape(self, x: Shape) -> Shape:
        """The shape of the weight: broadcast to that of an example, ``x``."""
        return x[-1:] if self.axis == "last" else (x[0], *[1] * (len(x) - 1))

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return {"weight": Tensor(self.weight_shape(x), first=1.0)}


@record(kw_only=True)
class Scale(Op):
    """The input times a number, which is not trained."""

    factor: Annotated[Real, NUMBER, "what every value is multiplied by"]

    NAME: ClassVar[str] = "scale"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1602.07261"
