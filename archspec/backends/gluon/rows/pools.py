"""Gluon: pooling."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    AnyPool,
    drops_no_window,
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
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Dim
from archspec.ops.fields.kinds import Pads, Sizes
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
