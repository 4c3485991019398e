"""Axes by their names, or by their numbers."""

from collections.abc import Sequence

from archspec.ops.base import (
    OpError,
    Shape,
    alternatives,
    axis_names,
    side_names,
    spell,
)
from archspec.ops.fields.kinds import Word


def axis_number(op: str, axis: Word | int, x: Shape, field: str = "axis") -> int:
    """The number of an axis of ``x``, counted from 0 without the batch.

    Args:
        op: the name of the operator, for the message.
        axis: "channels", "last", the name of a side, or the number.
        x: the shape, without the batch.
        field: the field that names the axis.

    Raises:
        OpError: ``x`` has no such axis.
    """
    named = {"channels": 0, "last": len(x) - 1}
    named |= {name: number for number, name in enumerate(side_names(len(x)), 1)}
    number = named.get(axis) if isinstance(axis, str) else axis
    if isinstance(number, int) and number < len(x):
        return number
    names = alternatives(["channels", *side_names(len(x)), "last"])
    raise OpError(
        f"{op}: {spell(x)} has no axis {axis!r}",
        f"its axes are {names}, or numbers below {len(x)}: the batch does not count",
        field,
    )


def axis_numbers(
    op: str, axes: Sequence[str | int], x: Shape, field: str
) -> tuple[int, ...]:
    """The numbers of several axes, in order; "space" is all sides.

    Raises:
        OpError: ``x`` has no such axis, or an axis stands twice among ``axes``.
    """
    numbers = [
        number
        for axis in axes
        for number in (
            range(1, len(x))
            if axis == "space" and len(x) > 1
            else [axis_number(op, axis, x, field)]
        )
    ]
    for number in numbers:
        if numbers.count(number) > 1:
            name = axis_names(len(x))[number]
            raise OpError(f"{op}: {name} stands twice in '{field}'", "", field)
    return tuple(sorted(numbers))
