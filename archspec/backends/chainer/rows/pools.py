"""Pooling in Chainer: functions that round down, except max pooling's cover_all."""

from archspec.backends.chainer.rows.common import function, pad_pairs
from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    NO_PADS,
    drops_no_window,
    full_pads,
    minus,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import dotted, lit
from archspec.backends.python.nodes import Code, Invoke, Items, Literal
from archspec.ops.fields.kinds import Pair
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AvgPool,
    GlobalAvgPool,
    MaxPool,
)

AVERAGE = dotted("F.average")
SIDES = Items((Literal(2), Literal(3)))


def max_pool(op: MaxPool, site: Site) -> Layer:
    del site
    # cover_all keeps a last window even if it contains no data.
    even = symmetric(op.padding) is not None
    ceil = op.rounding == "ceil" and even and drops_no_window(op)
    full = op.padding if ceil else full_pads(op)
    pads = symmetric(full)
    keys = {"ksize": size(op.kernel), "stride": _stride(op)}
    if pads is None:
        return function("padded_max_pooling", 1, POOL, **keys, pads=pad_pairs(full))
    return function(
        "F.max_pooling_2d",
        1,
        POOL,
        **keys,
        pad=size_unless(pads, 0),
        cover_all=Literal(ceil),  # the default is True
    )


def avg_pool(op: AvgPool, site: Site) -> Layer:
    del site
    pads = symmetric(op.padding)
    counts = True if op.padding == NO_PADS else op.count_padding
    full = full_pads(op)
    keys = {"ksize": size(op.kernel), "stride": _stride(op)}
    if pads is not None and counts is True and full == op.padding:
        pad = size_unless(pads, 0)
        return function("F.average_pooling_2d", 1, POOL, **keys, pad=pad)
    extra = minus(full, op.padding)
    return function(
        "padded_average_pooling",
        1,
        POOL,
        **keys,
        pads=pad_pairs(op.padding),
        extra=None if extra == NO_PADS else pad_pairs(extra),
        count_padding=unless(counts, True),
    )


def _stride(op: MaxPool | AvgPool) -> Code | None:
    return None if op.step == op.kernel else size(op.step)


def _pair(pair: Pair) -> Code:
    return Items((lit(pair[0]), lit(pair[1])))


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op, site
    return function("F.average", kind=POOL, axis=SIDES, keepdims=Literal(True))


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    if op.size == (1, 1):
        return global_avg_pool(GlobalAvgPool(), site)
    return function("adaptive_average_pooling", 1, POOL, size=_pair(op.size))


def pooled_row(x: Code) -> Code | None:
    """``x`` without ``keepdims`` if it is a global average, otherwise None."""
    if not isinstance(x, Invoke) or x.func != AVERAGE:
        return None
    return Invoke(AVERAGE, tuple(arg for arg in x.args if arg.key != "keepdims"))
