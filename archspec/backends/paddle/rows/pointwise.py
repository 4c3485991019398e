"""Paddle: arithmetic on one value."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number
from archspec.backends.paddle.rows.pools import is_float32
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Identifier
from archspec.ops import Op
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.ops.scale import Scale


def function(name: str) -> Row:
    """A function without fields, which has no layer."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(
            module=invoke("Apply", dotted(name)), call=lambda x: invoke(name, x)
        )

    return row


def power(op: Power, site: Site) -> Layer:
    if isinstance(op.exponent, float) and is_float32(op.exponent):
        return common_rows.power(op, site)
    exponent = lit(op.exponent)  # Paddle keeps it in float32 (measured: 7e-8)
    return Layer(
        module=invoke("Apply", Identifier("exact_power"), exponent=exponent),
        call=lambda x: invoke("exact_power", x, exponent),
    )


def clamp(op: Clamp, site: Site) -> Layer:
    del site
    low, high = (None if b is None else number(b) for b in (op.min, op.max))
    keys = {"min": low, "max": high}
    args, rest = ((), keys) if low is None or high is None else ((low, high), {})
    return Layer(
        module=invoke("Apply", dotted("paddle.clip"), **keys),
        call=lambda x: invoke("paddle.clip", x, *args, **rest),
    )


POINTWISE_ROWS: Mapping[type[Op], Row] = {
    Scale: common_rows.scale,
    Offset: common_rows.offset,
    Power: power,
    Square: function("paddle.square"),
    Sqrt: function("paddle.sqrt"),
    Exp: function("paddle.exp"),
    Log: function("paddle.log"),
    Abs: function("paddle.abs"),
    Clamp: clamp,
}
