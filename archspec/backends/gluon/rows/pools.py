"""Gluon: pooling."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    AnyPool,
    drops_no_window,
    four,
    full_pads,
    lower,
    minus,
    size,
    size_unless,
    symmetric,
    unless,
    upper,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Dim
from archspec.ops.fields.kinds import Pads, Pair
from archspec.ops.pool import AvgPool, MaxPool


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
    sides = zip(site.x[1:], op.padding, op.kernel, strict=True)
    bounds = [(lower(n) + _least(a) + _least(b), upper(k)) for n, (a, b), k in sides]
    return all(k is not None and k <= least for least, k in bounds)


def _least(pad: Dim) -> int:
    return pad if isinstance(pad, int) else 0


def max_pool(op: MaxPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    pads, ceil = _window(op, site)
    pair = symmetric(pads)
    if pair is None:
        module = invoke(
            "PadMaxPool2D", size(op.kernel), strides=strides, pads=four(pads, "tblr")
        )
        return Layer(module=module, kind=POOL)
    module = invoke(
        "nn.MaxPool2D",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless(pair, 0),
        ceil_mode=Literal(True) if ceil else None,
    )
    return Layer(module=module, kind=POOL)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    full, ceil = _window(op, site)
    pads = symmetric(op.padding)
    if pads is None or full != op.padding:
        module = invoke(
            "PadAvgPool2D",
            size(op.kernel),
            strides=strides,
            pads=four(op.padding, "tblr"),
            extra=None if full == op.padding else four(minus(full, op.padding), "tblr"),
            count_pads=unless(op.count_padding, True),
        )
        return Layer(module=module, kind=POOL)
    module = invoke(
        "nn.AvgPool2D",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless(pads, 0),
        ceil_mode=Literal(True) if ceil else None,
        count_include_pad=None if pads == (0, 0) else unless(op.count_padding, True),
    )
    return Layer(module=module, kind=POOL)


def _unless_two(kernel: Pair, strides: Code | None) -> Code | None:
    """The window; None for the default of 2, unless there are strides beside it."""
    return size_unless(kernel, 2) if strides is None else size(kernel)
