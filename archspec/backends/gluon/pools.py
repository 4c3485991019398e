"""Gluon: how pooling is said."""

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import (
    AnyPool,
    drops_no_window,
    four,
    full_pads,
    lower,
    size,
    size_unless,
    symmetric,
    unless,
    upper,
)
from archspec.backends.steps import POOL
from archspec.backends.target import Code, Raw, invoke
from archspec.expr import Dim
from archspec.ops import AvgPool, MaxPool, known
from archspec.ops.kinds import Pads, Pair


def _is_native(op: AnyPool, site: Site) -> bool:
    """Whether the framework's own pooling is known to be ``op``.

    Rounding up, it keeps windows that hold no data, and refuses an image that is smaller
    than its window (measured).
    """
    if symmetric(op.padding) is None:
        return False
    return op.rounding == "floor" or (drops_no_window(op) and _fits(op, site))


def _fits(op: AnyPool, site: Site) -> bool:
    """Whether a window is known to fit into the padded image."""
    sides = zip(site.x[1:], op.padding, op.kernel, strict=True)
    bounds = [(lower(n) + _least(a) + _least(b), upper(k)) for n, (a, b), k in sides]
    return all(k is not None and k <= least for least, k in bounds)


def _least(pad: Dim) -> int:
    return pad if isinstance(pad, int) else 0


def _all_pads(op: AnyPool, site: Site) -> Pads:
    """Pads with which rounding down gives ``op``."""
    if op.rounding == "floor" or known(site.x) or not drops_no_window(op):
        return full_pads(op, site.x)
    # A size that is not known need not be: one pixel less than a step rounds up.
    (top, bottom), (left, right) = op.padding
    return (top, bottom + op.step[0] - 1), (left, right + op.step[1] - 1)


def max_pool(op: MaxPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    if not _is_native(op, site):
        pads = four(_all_pads(op, site), "tblr")
        module = invoke("PadMaxPool2D", size(op.kernel), strides=strides, pads=pads)
        return Layer(module=module, kind=POOL)
    module = invoke(
        "nn.MaxPool2D",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless((op.padding[0][0], op.padding[1][0]), 0),
        ceil_mode=Raw("True") if op.rounding == "ceil" else None,
    )
    return Layer(module=module, kind=POOL)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    if not _is_native(op, site):
        full = _all_pads(op, site)
        module = invoke(
            "PadAvgPool2D",
            size(op.kernel),
            strides=strides,
            pads=four(op.padding, "tblr"),
            extra=None if full == op.padding else four(_less(full, op), "tblr"),
            count_pads=unless(op.count_padding, True),
        )
        return Layer(module=module, kind=POOL)
    pads = op.padding[0][0], op.padding[1][0]
    module = invoke(
        "nn.AvgPool2D",
        _unless_two(op.kernel, strides),
        strides=strides,
        padding=size_unless(pads, 0),
        ceil_mode=Raw("True") if op.rounding == "ceil" else None,
        count_include_pad=None if pads == (0, 0) else unless(op.count_padding, True),
    )
    return Layer(module=module, kind=POOL)


def _unless_two(kernel: Pair, strides: Code | None) -> Code | None:
    """A window of 2 is the default; written with its strides it reads better."""
    return size_unless(kernel, 2) if strides is None else size(kernel)


def _less(full: Pads, op: AvgPool) -> Pads:
    rows, columns = (
        (a[0] - b[0], a[1] - b[1]) for a, b in zip(full, op.padding, strict=True)
    )
    return rows, columns
