"""Gluon: pooling."""

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    AnyPool,
    drops_no_window,
    every,
    full_pads,
    is_all,
    lower,
    minus,
    pads_from_first,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
    upper,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.contract.refusals import Unsupported
from archspec.backends.gluon.rows.common import function
from archspec.backends.gluon.rows.layers import IMAGE, VOLUME
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Items, Literal
from archspec.expr import Dim
from archspec.ops.fields.kinds import Pads, Sizes
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    GlobalAvgPool,
    GlobalMaxPool,
    GlobalPool,
    MaxPool,
)

_ADAPTIVE = "F.contrib.AdaptiveAvgPooling2D"


def _window(op: AnyPool, site: Site) -> tuple[Pads, bool]:
    """Pads and ``ceil_mode`` that give the windows of ``op``.

    When Gluon rounds up, it keeps a last window without data, and refuses an image that
    is smaller than its window (measured). In these cases, the code pads explicitly and
    rounds down.
    """
    even = symmetric(op.padding) is not None
    if op.rounding == "ceil" and even and drops_no_window(op) and _fits(op, site):
        return op.padding, True
    return full_pads(op), False


def _fits(op: AnyPool, site: Site) -> bool:
    """Whether the window is known to fit in the padded image."""
    bounds = [
        (lower(n) + _least(a) + _least(b), upper(k))
        for n, (a, b), k in zip(site.x[1:], op.padding, op.kernel, strict=True)
    ]
    return all(k is not None and k <= least for least, k in bounds)


def _least(pad: Dim) -> int:
    return pad if isinstance(pad, int) else 0


def max_pool(op: MaxPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    pads, ceil = _window(op, site)
    name = f"MaxPool{sides(site.x)}D"
    even = symmetric(pads)
    if even is None:
        module = invoke(
            f"Pad{name}", size(op.kernel), strides=strides, pads=pads_from_first(pads)
        )
        return Layer(module=module, kind=POOL)
    module = invoke(
        f"nn.{name}",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless(even, 0),
        ceil_mode=Literal(True) if ceil else None,
    )
    return Layer(module=module, kind=POOL)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    full, ceil = _window(op, site)
    pads = symmetric(op.padding)
    name = f"AvgPool{sides(site.x)}D"
    if pads is None or full != op.padding:
        extra = None if full == op.padding else minus(full, op.padding)
        module = invoke(
            f"Pad{name}",
            size(op.kernel),
            strides=strides,
            pads=pads_from_first(op.padding),
            extra=None if extra is None else pads_from_first(extra),
            count_pads=unless(op.count_padding, True),
        )
        return Layer(module=module, kind=POOL)
    module = invoke(
        f"nn.{name}",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless(pads, 0),
        ceil_mode=Literal(True) if ceil else None,
        count_include_pad=None if is_all(pads, 0) else unless(op.count_padding, True),
    )
    return Layer(module=module, kind=POOL)


def _unless_two(kernel: Sizes, strides: Code | None) -> Code | None:
    """The window; None for the default of 2, unless there are strides beside it."""
    return size_unless(kernel, 2) if strides is None else size(kernel)


def global_pool(kind: str) -> Row:
    """A pool over all sides: "Avg" or "Max"."""

    def row(op: GlobalPool, site: Site) -> Layer:
        del op
        return Layer(module=invoke(f"nn.Global{kind}Pool{sides(site.x)}D"), kind=POOL)

    return row


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    count = sides(site.x)
    if is_all(op.size, 1) and count != IMAGE:
        return global_pool("Avg")(GlobalAvgPool(), site)
    if count == VOLUME:
        raise Unsupported("MXNet has no adaptive pooling of volumes")

    def build(x: Code) -> Code:
        if count == IMAGE:
            return invoke(_ADAPTIVE, x, output_size=size(op.size))
        row = invoke("F.expand_dims", x, axis=Literal(2))
        y = invoke(_ADAPTIVE, row, output_size=Items((Literal(1), lit(op.size[0]))))
        return invoke("F.squeeze", y, axis=Literal(2))

    layer = function(build, op.size)
    return Layer(call=layer.call, listed=layer.listed, kind=POOL)


def adaptive_max_pool(op: AdaptiveMaxPool, site: Site) -> Layer:
    if is_all(op.size, 1):
        return global_pool("Max")(GlobalMaxPool(), site)
    return Layer(module=invoke("AdaptiveMaxPool", every(op.size)), kind=POOL)
