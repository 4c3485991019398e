"""The field kind of an axis."""

from typing import Any

from archspec.expr import Const, Expr
from archspec.ops.fields.checks import is_int, told
from archspec.ops.fields.kinds import FieldKind, Written, read_scalar, scalar
from archspec.ops.fields.written import EXPRESSION, either

AXIS_NAMES = ("channels", "last", "length", "depth", "height", "width")
MOST_AXES = 4  # of a volume


def _read(written: Written) -> Expr:
    return Const(written) if written in AXIS_NAMES else read_scalar(written)


def _check(value: Any) -> str | None:
    if value in AXIS_NAMES or (is_int(value) and 0 <= value < MOST_AXES):
        return None
    return f"{told(value)} is not an axis"


ANY_AXIS = FieldKind(
    "an axis: channels, last, a side such as height, or a number from 0 without the batch",
    _read,
    scalar,
    _check,
    either(
        {"enum": list(AXIS_NAMES)},
        {"type": "integer", "minimum": 0, "maximum": MOST_AXES - 1},
        EXPRESSION,
    ),
    AXIS_NAMES,
    (*AXIS_NAMES, 0, 1),
    decides=True,
)
