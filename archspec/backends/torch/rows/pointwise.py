"""PyTorch: arithmetic on one value."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number
from archspec.backends.python.build import dotted, invoke
from archspec.ops import Op
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.ops.scale import Scale


def function(name: str) -> Row:
    """A function without fields, which has no layer."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(
            call=lambda x: invoke(name, x), listed=invoke("Apply", dotted(name))
        )

    return row


def clamp(op: Clamp, site: Site) -> Layer:
    del site
    low, high = (None if b is None else number(b) for b in (op.min, op.max))
    keys = {"min": low, "max": high}
    listed = invoke("Apply", dotted("torch.clamp"), **keys)
    if low is None or high is None:
        return Layer(call=lambda x: invoke("torch.clamp", x, **keys), listed=listed)
    return Layer(call=lambda x: invoke("torch.clamp", x, low, high), listed=listed)


POINTWISE_ROWS: Mapping[type[Op], Row] = {
    Scale: common_rows.scale,
    Offset: common_rows.offset,
    Power: common_rows.power,
    Square: function("torch.square"),
    Sqrt: function("torch.sqrt"),
    Exp: function("torch.exp"),
    Log: function("torch.log"),
    Abs: function("torch.abs"),
    Clamp: clamp,
}
