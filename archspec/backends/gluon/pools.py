"""Gluon: how pooling is said."""

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import (
    AnyPool,
    drops_no_window,
    four,
    full_pads,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.forward import POOL
from archspec.backends.gluon import helpers as own
from archspec.backends.target import Code, Raw, invoke
from archspec.ops import AvgPool, MaxPool, known
from archspec.ops.base import whole
from archspec.ops.kinds import Pads, Pair


def _is_native(op: AnyPool, site: Site) -> bool:
    """Whether the framework's own pooling is ``op``.

    Rounded up, it keeps windows that hold no data and refuses an image that is smaller
    than its window (measured); a refusal is no wrong answer, so a symbol may pass.
    """
    if symmetric(op.padding) is None:
        return False
    if op.rounding == "floor":
        return True
    return drops_no_window(op) and not (known(site.x) and _is_smaller(op, site))


def _is_smaller(op: AnyPool, site: Site) -> bool:
    """Whether the padded image, of known size, is smaller than a window of known size."""
    sides = zip(site.x[1:], op.padding, op.kernel, strict=True)
    return any(
        known((pads, k)) and whole(n) + whole(pads[0]) + whole(pads[1]) < whole(k)
        for n, pads, k in sides
    )


def max_pool(op: MaxPool, site: Site) -> Layer:
    strides = None if op.step == op.kernel else size(op.step)
    if not _is_native(op, site):
        pads = four(full_pads(op, site.x), "tblr")
        module = invoke("PadMaxPool2D", size(op.kernel), strides=strides, pads=pads)
        return Layer(module=module, kind=POOL, helpers=(own.PAD_MAX_POOL,))
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
        full = full_pads(op, site.x)
        module = invoke(
            "PadAvgPool2D",
            size(op.kernel),
            strides=strides,
            pads=four(op.padding, "tblr"),
            extra=None if full == op.padding else four(_less(full, op), "tblr"),
            count_pads=unless(op.count_padding, True),
        )
        return Layer(module=module, kind=POOL, helpers=(own.PAD_AVG_POOL,))
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
