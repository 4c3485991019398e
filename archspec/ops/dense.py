"""Fully connected layers and dropout."""

from typing import Annotated, ClassVar

from archspec.expr import Dim
from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor
from archspec.ops.kinds import COUNT, FLAG, SHARE, Flag, Real
from archspec.record import record


@record(kw_only=True)
class Dense(Op):
    """A fully connected layer over the features of a flat input."""

    units: Annotated[Dim, COUNT, "number of output features"]
    bias: Annotated[Flag, FLAG, "whether to add a bias per output feature"] = True

    NAME: ClassVar[str] = "dense"
    RANKS: ClassVar[tuple[int, ...]] = (1,)
    SHAPE: ClassVar[str] = "(units,)"
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
        return x[-1] * y[-1]

    def rank_help(self, x: Numbers) -> str:
        return "put `flatten` before it, after `global_avg_pool` if the image is large"


@record(kw_only=True)
class Dropout(Op):
    """Inverted dropout: in training, zeros values and scales up those that remain."""

    drop_prob: Annotated[Real, SHARE, "probability of a value to be zeroed"] = 0.5

    NAME: ClassVar[str] = "dropout"
    SOURCE: ClassVar[str] = "https://jmlr.org/papers/v15/srivastava14a.html"
    MODE: ClassVar[str] = "train"

    def check(self, x: Numbers) -> None:
        super().check(x)
        if self.drop_prob == 1:
            raise OpError(
                "dropout: drop_prob must be smaller than 1",
                "nothing would remain to be scaled up",
                "drop_prob",
            )
