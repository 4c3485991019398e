"""Gluon: operators of several inputs."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.gluon.rows.broadcasting import may_broadcast
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code, Literal
from archspec.ops import Op
from archspec.ops.join import (
    Add,
    Concat,
    Div,
    Elementwise,
    Maximum,
    Minimum,
    Mul,
    Sub,
)


def elementwise(equal: Row, function: str) -> Row:
    """``equal`` for equal shapes, which are all that it accepts as symbols (measured)."""
    broadcast = common_rows.pairwise(function)

    def row(op: Elementwise, site: Site) -> Layer:
        return (broadcast if may_broadcast(site.xs) else equal)(op, site)

    return row


def concat(*xs: Code) -> Code:
    return invoke("F.concat", *xs, dim=Literal(1))


JOIN_ROWS: Mapping[type[Op], Row] = {
    Add: elementwise(common_rows.add, "F.broadcast_add"),
    Mul: common_rows.pairwise("F.broadcast_mul"),
    Sub: elementwise(common_rows.sub, "F.broadcast_sub"),
    Div: elementwise(common_rows.div, "F.broadcast_div"),
    Maximum: elementwise(common_rows.pairwise("F.maximum"), "F.broadcast_maximum"),
    Minimum: elementwise(common_rows.pairwise("F.minimum"), "F.broadcast_minimum"),
    Concat: common_rows.join(concat),
}
