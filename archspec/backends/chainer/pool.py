"""Pooling in Chainer: functions that round down, but for max pooling's cover_all."""

from archspec.backends.chainer.words import function, two
from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import (
    NO_PADS,
    drops_no_window,
    num,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.steps import POOL
from archspec.backends.target import (
    Choice,
    Code,
    Ex,
    Invoke,
    Items,
    Raw,
)
from archspec.expr import Expr
from archspec.ops import AdaptiveAvgPool, AvgPool, GlobalAvgPool, MaxPool
from archspec.ops.kinds import Pair

AVERAGE = Raw("F.average")
SIDES = Raw("(2, 3)")


def max_pool(op: MaxPool, site: Site) -> Layer:
    del site
    ceil = op.rounding == "ceil"
    pads = symmetric(op.padding)
    # cover_all keeps a last window that holds no data, where there can be one.
    if pads is None or (ceil and not drops_no_window(op)):
        return _uneven("padded_max_pooling", op)
    return function(
        "F.max_pooling_2d",
        1,
        POOL,
        ksize=size(op.kernel),
        stride=_stride(op),
        pad=size_unless(pads, 0),
        cover_all=Raw("True" if ceil else "False"),  # the default is True
    )


def avg_pool(op: AvgPool, site: Site) -> Layer:
    del site
    pads = symmetric(op.padding)
    counts = True if op.padding == NO_PADS else op.count_padding
    if pads is None or op.rounding == "ceil":
        return _uneven("padded_average_pooling", op, count_padding=unless(counts, True))
    keys = {
        "ksize": size(op.kernel),
        "stride": _stride(op),
        "pad": size_unless(pads, 0),
    }
    if counts is True:
        return function("F.average_pooling_2d", 1, POOL, **keys)
    # The two-dimensional function always counts the padding.
    value: Code = Raw("None")
    if isinstance(counts, Expr):
        value = Choice(Ex(counts), Raw("0"), value)
    return function("F.average_pooling_nd", 1, POOL, **keys, pad_value=value)


def _uneven(name: str, op: MaxPool | AvgPool, **more: Code | None) -> Layer:
    """A function of ours, for what Chainer's round or pad differently."""
    return function(
        name,
        1,
        POOL,
        ksize=_pair(op.kernel),
        stride=_pair(op.step),
        pads=two(op.padding),
        ceil=Raw("True") if op.rounding == "ceil" else None,
        **more,
    )


def _stride(op: MaxPool | AvgPool) -> Code | None:
    return None if op.step == op.kernel else size(op.step)


def _pair(pair: Pair) -> Code:
    return Items((num(pair[0]), num(pair[1])))


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op, site
    return function("F.average", kind=POOL, axis=SIDES, keepdims=Raw("True"))


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    if op.size == (1, 1):
        return global_avg_pool(GlobalAvgPool(), site)
    return function("adaptive_average_pooling", 1, POOL, size=_pair(op.size))


def pooled_row(x: Code) -> Code | None:
    """``x`` flattened, if it is a global average: one that does not keep the sides."""
    if not isinstance(x, Invoke) or x.func != AVERAGE:
        return None
    return Invoke(AVERAGE, tuple(arg for arg in x.args if arg.key != "keepdims"))
