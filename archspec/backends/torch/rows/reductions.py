"""PyTorch: reductions over axes."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import reduced_axes
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Attr
from archspec.ops import Op
from archspec.ops.reduce import Max, Mean, Min, Reduce, Sum


def reduction(method: str) -> Row:
    """``x.mean((2, 3))``"""

    def row(op: Reduce, site: Site) -> Layer:
        axes = reduced_axes(op.axes(site.x))
        keep = lit(True) if op.keep else None
        return Layer(
            call=lambda x: invoke(Attr(x, method), axes, keepdim=keep),
            listed=invoke("Apply", dotted(f"torch.{method}"), dim=axes, keepdim=keep),
            kind=POOL,
        )

    return row


REDUCTIONS: Mapping[type[Op], Row] = {
    Mean: reduction("mean"),
    Sum: reduction("sum"),
    Max: reduction("amax"),
    Min: reduction("amin"),
}
