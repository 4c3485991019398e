"""Axes by their names, or by their numbers."""

from archspec.ops.base import OpError, Shape, alternatives, side_names, spell
from archspec.ops.fields.kinds import Word


def axis_number(op: str, axis: Word | int, x: Shape) -> int:
    """The number of an axis of ``x``, counted from 0 without the batch.

    Args:
        op: the name of the operator, for the message.
        axis: "channels", "last", the name of a side, or the number.
        x: the shape, without the batch.

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
        "axis",
    )
