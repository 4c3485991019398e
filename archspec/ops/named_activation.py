"""``activation``, which selects one of the activations by ``kind``."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, cast

from archspec.expr import Expr, show
from archspec.ops import activation
from archspec.ops.base import Numbers, Op, OpError, Shape, Tensor, operators
from archspec.ops.fields.kinds import FLAG, NUMBER, POSITIVE, Flag, Real, Word, optional
from archspec.ops.fields.word_kinds import enum
from archspec.record import fields, record

ACTIVATIONS = {op.NAME: op for op in operators(activation)}


@record(kw_only=True)
class Activation(Op):
    """The activation named by ``kind``, with that kind's fields.

    This is only a notation: ``resolved`` gives the operator that it stands for.
    """

    kind: Annotated[Word, enum(*ACTIVATIONS), "name of an activation"]
    slope: Annotated[
        Real | None, optional(NUMBER), "of leaky_relu and hard_sigmoid"
    ] = None
    offset: Annotated[Real | None, optional(NUMBER), "of hard_sigmoid"] = None
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
            OpError: the kind does not have a given field, or is not known yet.
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
