"""Chainer: reductions over axes."""

from collections.abc import Mapping

from archspec.backends.chainer.rows.common import function
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import reduced_axes
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import lit
from archspec.ops import Op
from archspec.ops.reduce import Max, Mean, Min, Reduce, Sum


def reduction(name: str) -> Row:
    """``F.average(x, axis=(2, 3))``; F.max and F.min give the gradient to equal values twice."""

    def row(op: Reduce, site: Site) -> Layer:
        axes = reduced_axes(op.axes(site.x))
        keep = lit(True) if op.keep else None
        return function(name, kind=POOL, axis=axes, keepdims=keep)

    return row


REDUCTIONS: Mapping[type[Op], Row] = {
    Mean: reduction("F.average"),
    Sum: reduction("F.sum"),
    Max: reduction("amax"),
    Min: reduction("amin"),
}
