"""Activations. Each is an operator of its own; ``activation`` picks one by ``kind``."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, cast

from archspec.expr import Expr, show
from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor
from archspec.ops.kinds import FLAG, NUMBER, POSITIVE, Flag, Real, Word, optional
from archspec.ops.word_kinds import enum
from archspec.record import fields, record


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
    """A scaled elu whose two constants keep mean 0 and variance 1."""

    NAME: ClassVar[str] = "selu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1706.02515"


@record(kw_only=True)
class HardSigmoid(Op):
    """x / 6 + 1 / 2, clipped to 0 and 1."""

    NAME: ClassVar[str] = "hard_sigmoid"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1905.02244"


@record(kw_only=True)
class HardSwish(Op):
    """x * hard_sigmoid(x)."""

    NAME: ClassVar[str] = "hard_swish"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1905.02244"


@record(kw_only=True)
class LeakyReLU(Op):
    """x where positive, else slope * x."""

    slope: Annotated[Real, NUMBER, "factor of negative values"] = 0.01

    NAME: ClassVar[str] = "leaky_relu"
    SOURCE: ClassVar[str] = (
        "https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf"
    )


@record(kw_only=True)
class ELU(Op):
    """x where positive, else alpha * (exp(x) - 1)."""

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

    per_channel: Annotated[Flag, FLAG, "one weight per channel, else a single one"] = (
        False
    )

    NAME: ClassVar[str] = "prelu"
    SOURCE: ClassVar[str] = "https://arxiv.org/abs/1502.01852"

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return {"weight": Tensor((x[0] if self.per_channel else 1,), first=0.25)}


@record(kw_only=True)
class Softmax(Op):
    """exp(x) / sum of exp(x), over channels."""

    axis: Annotated[Word, enum("channels"), "what sums to 1"] = "channels"

    NAME: ClassVar[str] = "softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html"
    )


@record(kw_only=True)
class LogSoftmax(Op):
    """The logarithm of `softmax`."""

    axis: Annotated[Word, enum("channels"), "what sums to 1"] = "channels"

    NAME: ClassVar[str] = "log_softmax"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html"
    )


_KINDS: tuple[type[Op], ...] = (
    ReLU,
    ReLU6,
    Sigmoid,
    Tanh,
    SiLU,
    Mish,
    Softplus,
    SELU,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    ELU,
    GELU,
    PReLU,
)
ACTIVATIONS: dict[str, type[Op]] = {cls.NAME: cls for cls in _KINDS}


@record(kw_only=True)
class Activation(Op):
    """The activation named by ``kind``, with that kind's fields.

    A notation only: ``resolved`` gives the operator that it stands for.
    """

    kind: Annotated[Word, enum(*ACTIVATIONS), "name of an activation"]
    slope: Annotated[Real | None, optional(NUMBER), "of leaky_relu"] = None
    alpha: Annotated[Real | None, optional(POSITIVE), "of elu"] = None
    approximate: Annotated[
        Word | None, optional(enum("none", "tanh")), "of gelu: none or tanh"
    ] = None
    per_channel: Annotated[Flag | None, optional(FLAG), "of prelu"] = None

    NAME: ClassVar[str] = "activation"
    SOURCE: ClassVar[str] = (
        "https://docs.pytorch.org/docs/stable/nn.html"
        "#non-linear-activations-weighted-sum-nonlinearity"
    )

    def resolved(self) -> Op:
        """The operator of this kind.

        Raises:
            OpError: a field that the kind does not have, or a kind that is no word yet.
        """
        if isinstance(self.kind, Expr):
            raise OpError(
                f"the kind of activation is not known here: {show(self.kind)}",
                field="kind",
            )
        cls = ACTIVATIONS[self.kind]
        options = [name for name in fields(type(self)) if name != "kind"]
        given: dict[str, Any] = {
            name: getattr(self, name)
            for name in options
            if getattr(self, name) is not None
        }
        own = list(fields(cls))
        for name in given:
            if name not in own:
                has = f"its fields are: {', '.join(own)}" if own else "delete it"
                message = f"{self.kind} has no field {name!r}"
                raise OpError(message, has, name, key=True)
        return cast(Callable[..., Op], cls)(**given)

    def tensors(self, x: Shape) -> dict[str, Tensor]:
        return self.resolved().tensors(x)

    def check(self, x: Numbers) -> None:
        super().check(x)
        self.resolved().check(x)
