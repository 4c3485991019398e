"""Small examples of operators, built from the examples of their field kinds."""

from collections.abc import Iterator, Mapping
from itertools import product

from archspec.expr import ExprError
from archspec.ops.base import Numbers, Op, OpError
from archspec.ops.fields.kinds import Written
from archspec.ops.named_activation import Activation
from archspec.record import record

SHAPE = (8, 8, 8, 8)
IMAGE = 3  # the rank of the usual input


@record
class Example:
    """A valid use of an operator.

    Attributes:
        written: its fields, in the notation of a spec.
        op: the operator.
        xs: the shapes of its inputs.
    """

    written: Mapping[str, Written]
    op: Op
    xs: tuple[Numbers, ...]


def examples(cls: type[Op]) -> Iterator[Example]:
    """Uses of an operator: with its required fields, and with each optional one.

    The first is the most common. Some operators need one of several optional fields. The
    inputs are images, then flat inputs, signals and volumes, if the operator takes them.
    """
    for rank in sorted(cls.RANKS, key=lambda rank: rank != IMAGE):
        yield from _of_rank(cls, rank)


def _of_rank(cls: type[Op], rank: int) -> Iterator[Example]:
    others = [
        {field.name: value}
        for field in cls.fields()
        for value in field.kind.examples
        if not field.required
    ]
    for needed in _needed(cls):
        first = _example(cls, needed, rank)
        starts = [needed] if first else [{**needed, **other} for other in others]
        for start in starts:
            written = (start, *({**start, **other} for other in others))
            yield from filter(None, (_example(cls, fields, rank) for fields in written))


def _needed(cls: type[Op]) -> Iterator[dict[str, Written]]:
    """The values of the required fields of an operator."""
    needed = [field for field in cls.fields() if field.required]
    names = [field.name for field in needed]
    for values in product(*(field.kind.examples for field in needed)):
        yield dict(zip(names, values, strict=True))


def _example(
    cls: type[Op], written: Mapping[str, Written], rank: int
) -> Example | None:
    """The use with these fields and inputs of this rank; None if it is not valid."""
    xs = (SHAPE[:rank],) * (cls.INPUTS or 2)
    kinds = {field.name: field.kind for field in cls.fields()}
    sides = rank - 1 or None
    try:
        fields = {
            name: kinds[name].canonical(kinds[name].read(value), lambda _: False, sides)
            for name, value in written.items()
        }
        op = cls.with_fields(fields, sides)
        op = op.resolved() if isinstance(op, Activation) else op
        op.check(*xs)
        op.output(*xs)
    except (OpError, ExprError):  # of a list that fits another rank
        return None
    return Example(written, op, xs)
