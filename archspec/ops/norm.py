"""Normalisation, and the learned scale of channels."""

from math import prod
from typing import Annotated, ClassVar

from archspec.expr import Dim, lift, logic
from archspec.ops.base import SPATIAL, Numbers, Op, OpError, Shape, Tensor, whole
from archspec.ops.fields.kinds import (
    COUNT,
    FLAG,
    POSITIVE,
    SHARE,
    Flag,
    Real,
    Word,
    scalar,
)
from archspec.ops.fields.word_kinds import AXIS
from archspec.record import record

ONE_VALUE = "each {} has one value, so its norm is 0 whatever the input is"


@record(kw_only=True)
class BatchNorm(Op):
    """Batch normalisation per channel, over the batch and, on an image, all pixels.

    The running variance uses the unbiased variance of a batch, the output the biased one.
    """

    eps: Annotated[Real, POSITIVE, "added to the variance"] = 1e-5
    decay: Annotated[
        Real, SHARE, "share of the old running statistics that an update keeps"
    ] = 0.9
    affine: Annotated[Flag, FLAG, "whether to scale and shift the result"] = True
    scale: Annotated[Flag, FLAG, "false leaves out the scale"] = True
    center: Annotated[Flag, FLAG, "false leaves out the shift"] = True

    NAME: ClassVar[str] = "bn"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1502.03167"
    MODE: ClassVar[str] = "train"

    @property
    def scaled(self) -> Flag:
        """Whether it has a weight."""
        return _both(self.affine, self.scale)

    @property
    def shifted(self) -> Flag:
        """Whether it has a bias."""
        return _both(self.affine, self.center)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        running = {
            "running_mean": Tensor((x[0],), "buffer", first=0.0),
            "running_var": Tensor((x[0],), "buffer", first=1.0),
        }
        return _tensors(x[0], self.scaled, self.shifted) | running


@record(kw_only=True)
class FrozenBatchNorm(Op):
    """Batch normalisation by constants, in training as well.

    The scale, the shift and the running statistics are never trained or updated.
    """

    eps: Annotated[Real, POSITIVE, "added to the variance"] = 1e-5

    NAME: ClassVar[str] = "frozen_bn"
    SOURCE: ClassVar[str] = (
        "https://pytorch.org/vision/stable/generated/"
        "torchvision.ops.FrozenBatchNorm2d.html"
    )
    TRAINED: ClassVar[bool] = False

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        starts = {"weight": 1.0, "bias": 0.0, "running_mean": 0.0, "running_var": 1.0}
        return {
            name: Tensor((x[0],), "buffer", first=first)
            for name, first in starts.items()
        }


@record(kw_only=True)
class GroupNorm(Op):
    """Normalisation of each example over groups of channels and all pixels."""

    groups: Annotated[Dim, COUNT, "number of groups of channels"]
    eps: Annotated[Real, POSITIVE, "added to the variance"] = 1e-5

    NAME: ClassVar[str] = "group_norm"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1803.08494"

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return _tensors(x[0])

    def check(self, x: Numbers) -> None:
        super().check(x)
        groups = whole(self.groups)
        if x[0] % groups:
            raise OpError(
                f"{x[0]} channels cannot be normalised in {groups} groups",
                "groups must divide the channels of the input",
                "groups",
            )
        if prod(x) == groups:  # PyTorch refuses a single such example
            raise OpError(
                ONE_VALUE.format("group"),
                "normalise fewer groups, or a larger input",
                "groups",
            )


@record(kw_only=True)
class InstanceNorm(Op):
    """Normalisation of each channel of each example over all pixels.

    It keeps no running statistics, so it is the same in training and evaluation.
    """

    eps: Annotated[Real, POSITIVE, "added to the variance"] = 1e-5
    affine: Annotated[Flag, FLAG, "whether to scale and shift the result"] = False

    NAME: ClassVar[str] = "instance_norm"
    RANKS: ClassVar[tuple[int, ...]] = SPATIAL
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1607.08022"

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return _tensors(x[0]) if self.affine else {}

    def check(self, x: Numbers) -> None:
        super().check(x)
        if prod(x[1:]) == 1:  # PyTorch refuses it
            raise OpError(ONE_VALUE.format("channel"), "normalise a larger input")


@record(kw_only=True)
class LayerNorm(Op):
    """Normalisation over channels, for each example or each pixel of an image."""

    eps: Annotated[Real, POSITIVE, "added to the variance"] = 1e-5
    axis: Annotated[
        Word, AXIS, "the axis that is normalised: the first or the last"
    ] = "channels"
    affine: Annotated[Flag, FLAG, "whether to scale and shift the result"] = True
    scale: Annotated[Flag, FLAG, "false leaves out the scale"] = True
    center: Annotated[Flag, FLAG, "false leaves out the shift"] = True

    NAME: ClassVar[str] = "layer_norm"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1607.06450"

    @property
    def scaled(self) -> Flag:
        """Whether it has a weight."""
        return _both(self.affine, self.scale)

    @property
    def shifted(self) -> Flag:
        """Whether it has a bias."""
        return _both(self.affine, self.center)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        channels = x[-1] if self.axis == "last" else x[0]
        return _tensors(channels, self.scaled, self.shifted)


@record(kw_only=True)
class LocalResponseNorm(Op):
    """Division by the activity of neighbouring channels (AlexNet's).

    ``x / (k + alpha / size * sum of squares) ** beta``, over ``size`` channels centred
    on the channel itself. Channels outside the image count as zeros.
    """

    size: Annotated[Dim, COUNT, "number of channels in a neighbourhood, odd"] = 5
    alpha: Annotated[Real, POSITIVE, "weight of the neighbourhood's mean square"] = 1e-4
    beta: Annotated[Real, POSITIVE, "exponent"] = 0.75
    k: Annotated[Real, POSITIVE, "added to the weighted mean square"] = 1.0

    NAME: ClassVar[str] = "lrn"
    RANKS: ClassVar[tuple[int, ...]] = (3,)
    SOURCE: ClassVar[str] = (
        "https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-"
        "convolutional-neural-networks"
    )

    def check(self, x: Numbers) -> None:
        super().check(x)
        if whole(self.size) % 2 == 0:
            raise OpError(
                f"lrn: the size must be odd, got {self.size}",
                "the frameworks disagree on the centre of an even neighbourhood",
                "size",
            )


def _tensors(
    channels: Dim, scaled: Flag = True, shifted: Flag = True
) -> dict[str, Tensor]:
    """The scale and the shift, each if there is one."""
    weight = {"weight": Tensor((channels,), first=1.0)} if scaled else {}
    bias = {"bias": Tensor((channels,), first=0.0)} if shifted else {}
    return weight | bias


def _both(first: Flag, second: Flag) -> Flag:
    """Whether both flags are true, as a number if that is known."""
    return scalar(logic("and", [lift(first), lift(second)]), lambda _: False)


@record(kw_only=True)
class LayerScale(Op):
    """Multiplication of each channel by a learned weight, initially 1.

    The path of the node is the name of the weight: `block.layer_scale`.
    """

    axis: Annotated[
        Word, AXIS, "the axis that has one weight per index: the first or the last"
    ] = "channels"

    NAME: ClassVar[str] = "layer_scale"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/2103.17239"
    BARE: ClassVar[bool] = True

    def weight_shape(self, x: Shape) -> Shape:
        """The shape of the weight, which broadcasts to an example of shape ``x``."""
        return x[-1:] if self.axis == "last" else (x[0], *[1] * (len(x) - 1))

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return {"weight": Tensor(self.weight_shape(x), first=1.0)}
