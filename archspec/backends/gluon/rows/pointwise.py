"""Gluon: arithmetic on one value."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number
from archspec.backends.gluon.rows.activations import is_single
from archspec.backends.gluon.rows.common import function
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code
from archspec.ops import Op
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.ops.scale import Scale


def _function(name: str) -> Row:
    """A function without fields."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return function(lambda x: invoke(name, x))

    return row


def clamp(op: Clamp, site: Site) -> Layer:
    del site

    def build(x: Code) -> Code:
        low, high = op.min, op.max
        # F.clip keeps its bounds in float32 (measured), and needs both.
        if low is not None and high is not None and all(map(is_single, (low, high))):
            return invoke("F.clip", x, number(low), number(high))
        y = x if low is None else invoke("F.maximum", x, number(low))
        return y if high is None else invoke("F.minimum", y, number(high))

    return function(build, op.min, op.max)


POINTWISE_ROWS: Mapping[type[Op], Row] = {
    Scale: common_rows.scale,
    Offset: common_rows.offset,
    Power: common_rows.power,
    Square: _function("F.square"),
    Sqrt: _function("F.sqrt"),
    Exp: _function("F.exp"),
    Log: _function("F.log"),
    Abs: _function("F.abs"),
    Clamp: clamp,
}
