"""Activations: the operators that ``activation`` can name as its ``kind``."""

from typing import Annotated, ClassVar

from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor
from archspec.ops.fields.kinds import FLAG, NUMBER, POSITIVE, Flag, Real, Word
from archspec.ops.fields.word_kinds import enum
from archspec.record import record


@record(kw_only=True)
class ReLU(Op):
    """max(x, 0)."""

    NAME: ClassVar[str] = "relu"
    SOURCE: ClassVar[str] = "https://icml.cc/Conferences/2010/papers/432.pdf"


@record(kw_only=True)
class ReLU6(Op):
    """min(max(x, 0), 6)."""

    NAME: ClassVar[str] = "relu6"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1704.04861"


@record(kw_only=True)
class Sigmoid(Op):
    """1 / (1 + exp(-x))."""

    NAME: ClassVar[str] = "sigmoid"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html"
    )


@record(kw_only=True)
class Tanh(Op):
    """The hyperbolic tangent."""

    NAME: ClassVar[str] = "tanh"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html"
    )


@record(kw_only=True)
class SiLU(Op):
    """x * sigmoid(x), also known as swish."""

    NAME: ClassVar[str] = "silu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1702.03118"


@record(kw_only=True)
class Mish(Op):
    """x * tanh(softplus(x))."""

    NAME: ClassVar[str] = "mish"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1908.08681"


@record(kw_only=True)
class Softplus(Op):
    """log(1 + exp(x))."""

    NAME: ClassVar[str] = "softplus"
    SOURCE: ClassVar[str] = "https://proceedings.mlr.press/v15/glorot11a.html"


@record(kw_only=True)
class SELU(Op):
    """A scaled elu with two constants that keep mean 0 and variance 1."""

    NAME: ClassVar[str] = "selu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1706.02515"


@record(kw_only=True)
class HardSigmoid(Op):
    """slope * x + offset, clipped to 0 and 1."""

    slope: Annotated[Real, POSITIVE, "slope of the line between 0 and 1"] = 1 / 6
    offset: Annotated[Real, NUMBER, "value of the line at 0"] = 0.5

    NAME: ClassVar[str] = "hard_sigmoid"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1905.02244"

    def check(self, x: Numbers) -> None:
        super().check(x)
        if isinstance(self.slope, float) and self.slope <= 0:
            message = f"hard_sigmoid: the slope must be positive, got {self.slope!r}"
            raise OpError(message, "the line rises from 0 to 1", "slope")


@record(kw_only=True)
class LogSigmoid(Op):
    """The logarithm of sigmoid(x)."""

    NAME: ClassVar[str] = "log_sigmoid"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html"
    )


@record(kw_only=True)
class Softsign(Op):
    """x / (1 + |x|)."""

    NAME: ClassVar[str] = "softsign"
    SOURCE: ClassVar[str] = "https://proceedings.mlr.press/v9/glorot10a.html"


@record(kw_only=True)
class HardSwish(Op):
    """x * hard_sigmoid(x), of slope 1 / 6."""

    NAME: ClassVar[str] = "hard_swish"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1905.02244"


@record(kw_only=True)
class LeakyReLU(Op):
    """x if positive, else slope * x."""

    slope: Annotated[Real, NUMBER, "factor of negative values"] = 0.01

    NAME: ClassVar[str] = "leaky_relu"
    SOURCE: ClassVar[str] = (
        "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf"
    )


@record(kw_only=True)
class ELU(Op):
    """x if positive, else alpha * (exp(x) - 1)."""

    alpha: Annotated[Real, POSITIVE, "minus the limit for negative values"] = 1.0

    NAME: ClassVar[str] = "elu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1511.07289"


@record(kw_only=True)
class GELU(Op):
    """x * Phi(x), with Phi the distribution function of the standard normal."""

    approximate: Annotated[
        Word, enum("none", "tanh"), "`tanh`: the approximation of Phi by a tanh"
    ] = "none"

    NAME: ClassVar[str] = "gelu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1606.08415"


@record(kw_only=True)
class PReLU(Op):
    """leaky_relu whose slope is a trained weight."""

    per_channel: Annotated[Flag, FLAG, "one weight per channel, or a single one"] = (
        False
    )

    NAME: ClassVar[str] = "prelu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1502.01852"

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return {"weight": Tensor((x[0] if self.per_channel else 1,), first=0.25)}
