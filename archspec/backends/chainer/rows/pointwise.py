"""Chainer: arithmetic on one value."""

from collections.abc import Mapping

from archspec.backends.chainer.rows.common import function
from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number
from archspec.backends.python.nodes import Literal
from archspec.ops import Op
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.ops.scale import Scale


def _function(name: str) -> Row:
    """A function without fields."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return function(name)

    return row


def clamp(op: Clamp, site: Site) -> Layer:
    del site
    low, high = (
        Literal(None) if bound is None else number(bound) for bound in (op.min, op.max)
    )
    return function("F.clip", 2, x_min=low, x_max=high)


POINTWISE_ROWS: Mapping[type[Op], Row] = {
    Scale: common_rows.scale,
    Offset: common_rows.offset,
    Power: common_rows.power,
    Square: _function("F.square"),
    Sqrt: _function("F.sqrt"),
    Exp: _function("F.exp"),
    Log: _function("F.log"),
    Abs: _function("F.absolute"),
    Clamp: clamp,
}
