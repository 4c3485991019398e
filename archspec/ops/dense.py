"""Fully connected layers, and the usual operators around them."""

from math import prod
from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor, spell, values_in
from archspec.ops.fields.kinds import COUNT, DECISION, FLAG, SHARE, Flag, Real, Word
from archspec.ops.fields.word_kinds import AXIS
from archspec.record import record


@record(kw_only=True)
class Dense(Op):
    """A fully connected layer over the features of a flat input.

    With `axis: last` it takes an image with channels last, from `permute`, and acts on each
    pixel.
    """

    units: Annotated[Dim, COUNT, "number of output features"]
    bias: Annotated[Flag, FLAG, "whether to add a bias per output feature"] = True
    axis: Annotated[
        Word, AXIS, "the axis of the features; `last` takes images as well"
    ] = "channels"

    NAME: ClassVar[str] = "dense"
    WEIGHTED: ClassVar[bool] = True
    RANKS: ClassVar[tuple[int, ...]] = (1,)
    SHAPE: ClassVar[str] = "(units,); for an image with channels last (h, w, units)"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html"
    )

    def output(self, x: Shape) -> Shape:
        return (*x[:-1], self.units)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        tensors = {"weight": Tensor((self.units, x[-1]), fan_in=x[-1])}
        if self.bias:
            tensors["bias"] = Tensor((self.units,), fan_in=x[-1])
        return tensors

    def macs(self, x: Numbers, y: Numbers) -> int:
        return prod(x) * y[-1]

    def check_ranks(self, *xs: Shape) -> None:
        if self.axis != "last":
            super().check_ranks(*xs)

    def rank_help(self, x: Shape) -> str:
        return (
            "put `flatten` before it, after `global_avg_pool` if the image is large;\n"
            "`axis: last` is for images with channels last"
        )


@record(kw_only=True)
class Flatten(Op):
    """All values of an example in one row: channel by channel, each in row order."""

    NAME: ClassVar[str] = "flatten"
    SHAPE: ClassVar[str] = "(c * h * w,)"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html"
    )

    def output(self, x: Shape) -> Shape:
        return (values_in(x),)


@record(kw_only=True)
class Identity(Op):
    """The input, unchanged."""

    NAME: ClassVar[str] = "identity"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html"
    )


@record(kw_only=True)
class Dropout(Op):
    """Inverted dropout: in training, zeros values and scales up those that remain.

    With `channels: true` it zeros whole channels of an example.
    """

    drop_prob: Annotated[Real, SHARE, "probability of a value to be zeroed"] = 0.5
    channels: Annotated[Flag, DECISION, "whether to zero whole channels"] = False

    NAME: ClassVar[str] = "dropout"
    SOURCE: ClassVar[str] = "https://jmlr.org/papers/v15/srivastava14a.html"
    MODE: ClassVar[str] = "train"

    def check_ranks(self, *xs: Shape) -> None:
        if self.channels and len(xs[0]) == 1:
            raise OpError(
                f"dropout: {spell(xs[0])} is flat, so each channel is one value",
                "leave channels out: it would change nothing",
                "channels",
            )

    def check(self, x: Numbers) -> None:
        super().check(x)
        _check_something_remains(self.NAME, self.drop_prob)


@record(kw_only=True)
class StochasticDepth(Op):
    """In training, zeros whole examples and scales up those that remain.

    Each example of a batch is kept or zeroed as a whole. The operator usually ends the body
    of a residual, so that a zeroed example takes the shortcut only.
    """

    drop_prob: Annotated[Real, SHARE, "probability of an example to be zeroed"]

    NAME: ClassVar[str] = "stochastic_depth"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1603.09382"
    MODE: ClassVar[str] = "train"

    def check(self, x: Numbers) -> None:
        super().check(x)
        _check_something_remains(self.NAME, self.drop_prob)


def _check_something_remains(name: str, drop_prob: Real) -> None:
    if drop_prob == 1:
        raise OpError(
            f"{name}: drop_prob must be smaller than 1",
            "nothing would remain to be scaled up",
            "drop_prob",
        )
