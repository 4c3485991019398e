"""Pooling in Chainer: functions that round down, except max pooling's cover_all."""

from archspec.backends.chainer.rows.common import function, pad_pairs
from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    drops_no_window,
    every,
    full_pads,
    is_all,
    is_unpadded,
    minus,
    reduced_axes,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import dotted, invoke
from archspec.backends.python.nodes import (
    Arg,
    Attr,
    Bounds,
    Code,
    Identifier,
    Invoke,
    Literal,
    Subscript,
)
from archspec.ops.base import Shape
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
)

AVERAGE = dotted("F.average")


def max_pool(op: MaxPool, site: Site) -> Layer:
    count = sides(site.x)
    # cover_all keeps a last window even if it contains no data.
    even = symmetric(op.padding) is not None
    ceil = op.rounding == "ceil" and even and drops_no_window(op)
    full = op.padding if ceil else full_pads(op)
    pads = symmetric(full)
    keys = {"ksize": size(op.kernel), "stride": _stride(op)}
    if pads is None:
        return function(
            _named("padded_max_pooling", count), 1, POOL, **keys, pads=pad_pairs(full)
        )
    return function(
        f"F.max_pooling_{count}d",
        1,
        POOL,
        **keys,
        pad=size_unless(pads, 0),
        cover_all=Literal(ceil),  # the default is True
    )


def avg_pool(op: AvgPool, site: Site) -> Layer:
    count = sides(site.x)
    pads = symmetric(op.padding)
    counts = True if is_unpadded(op.padding) else op.count_padding
    full = full_pads(op)
    keys = {"ksize": size(op.kernel), "stride": _stride(op)}
    if pads is not None and counts is True and full == op.padding:
        pad = size_unless(pads, 0)
        return function(f"F.average_pooling_{count}d", 1, POOL, **keys, pad=pad)
    extra = minus(full, op.padding)
    return function(
        _named("padded_average_pooling", count),
        1,
        POOL,
        **keys,
        pads=pad_pairs(op.padding),
        extra=None if is_unpadded(extra) else pad_pairs(extra),
        count_padding=unless(counts, True),
    )


def _stride(op: MaxPool | AvgPool) -> Code | None:
    return None if op.step == op.kernel else size(op.step)


def _named(helper: str, count: int) -> str:
    """The helper for an input of as many sides."""
    return helper if count == 2 else f"{helper}_{count}d"


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op
    axis = _side_axes(site.x)
    return function("F.average", kind=POOL, axis=axis, keepdims=Literal(True))


def _side_axes(x: Shape) -> Code:
    return reduced_axes(range(1, len(x)))


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    if is_all(op.size, 1):
        return global_avg_pool(GlobalAvgPool(), site)
    return function("adaptive_average_pooling", 1, POOL, size=every(op.size))


def global_max_pool(op: GlobalMaxPool, site: Site) -> Layer:
    del op
    name = f"F.max_pooling_{sides(site.x)}d"

    def call(x: Code) -> Code | None:
        if not isinstance(x, Identifier):
            return None  # the code reads it twice
        side = Subscript(Attr(x, "shape"), (Bounds(Literal(2)),))
        return invoke(name, x, side)

    listed = invoke("Apply", Identifier("global_max_pooling"))
    return Layer(call=call, listed=listed, kind=POOL)


def adaptive_max_pool(op: AdaptiveMaxPool, site: Site) -> Layer:
    if is_all(op.size, 1):
        return global_max_pool(GlobalMaxPool(), site)
    return function("adaptive_max_pooling", 1, POOL, size=every(op.size))


def pooled_row(x: Code, shape: Shape) -> Code | None:
    """``x`` without ``keepdims`` if it is a global average, otherwise None."""
    if not isinstance(x, Invoke) or x.func != AVERAGE:
        return None
    first, *keys = x.args
    axis = Arg(_side_axes(shape), "axis")
    if keys != [axis, Arg(Literal(True), "keepdims")]:
        return None
    return Invoke(AVERAGE, (first, axis))
