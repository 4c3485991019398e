"""Gluon: reductions over axes."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import reduced_axes
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Identifier, Lambda
from archspec.ops import Op
from archspec.ops.reduce import Max, Mean, Min, Reduce, Sum


def reduction(function: str) -> Row:
    """``F.mean(x, axis=(2, 3))``"""

    def row(op: Reduce, site: Site) -> Layer:
        axes = reduced_axes(op.axes(site.x))
        keep = lit(True) if op.keep else None

        def call(x: Code) -> Code:
            return invoke(function, x, axis=axes, keepdims=keep)

        body = Lambda(("F", "x"), call(Identifier("x")))
        return Layer(call=call, listed=invoke("nn.HybridLambda", body), kind=POOL)

    return row


def selection(helper: str) -> Row:
    """A layer, because F.max and F.min give the whole gradient to each of equal values."""

    def row(op: Reduce, site: Site) -> Layer:
        keep = lit(True) if op.keep else None
        module = invoke(helper, reduced_axes(op.axes(site.x)), keepdims=keep)
        return Layer(module=module, shared=True, kind=POOL)

    return row


REDUCTIONS: Mapping[type[Op], Row] = {
    Mean: reduction("F.mean"),
    Sum: reduction("F.sum"),
    Max: selection("AMax"),
    Min: selection("AMin"),
}
