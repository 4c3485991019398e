"""Pooling in Chainer: functions that round down, but for max pooling's cover_all."""

from archspec.backends.chainer.words import function, pad_widths, two
from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import (
    NEGATIVE_INFINITY,
    drops_no_window,
    num,
    size,
    size_unless,
    symmetric,
)
from archspec.backends.forward import POOL
from archspec.backends.target import (
    Choice,
    Code,
    Ex,
    Invoke,
    Items,
    Raw,
    invoke,
)
from archspec.expr import Expr
from archspec.ops import AdaptiveAvgPool, AvgPool, GlobalAvgPool, MaxPool
from archspec.ops.kinds import Pads, Pair

AVERAGE = Raw("F.average")
SIDES = Raw("(2, 3)")


def max_pool(op: MaxPool, site: Site) -> Layer:
    del site
    ceil = op.rounding == "ceil"
    pads = symmetric(op.padding)
    if ceil and not (pads is not None and drops_no_window(op)):
        return function(
            "max_pooling_ceil",
            1,
            POOL,
            ksize=_pair(op.kernel),
            stride=_pair(op.step),
            pads=two(op.padding),
        )
    pooled = function(
        "F.max_pooling_2d",
        1,
        POOL,
        ksize=size(op.kernel),
        stride=_stride(op),
        pad=None if pads is None else size_unless(pads, 0),
        # The default, True, rounds up.
        cover_all=Raw("True" if ceil else "False"),
    )
    return pooled if pads is not None else _padded(pooled, op.padding, NEGATIVE_INFINITY)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    del site
    pads = symmetric(op.padding)
    unpadded = op.padding == ((0, 0), (0, 0))
    counts: Code = num(op.count_padding)
    if op.rounding == "ceil" or (pads is None and op.count_padding is not True):
        return function(
            "average_pooling",
            1,
            POOL,
            ksize=_pair(op.kernel),
            stride=_pair(op.step),
            pads=two(op.padding),
            ceil=Raw("True") if op.rounding == "ceil" else None,
            count_padding=None if unpadded or op.count_padding is True else counts,
        )
    keys = {
        "ksize": size(op.kernel),
        "stride": _stride(op),
        "pad": None if pads is None else size_unless(pads, 0),
    }
    if op.count_padding is True or unpadded:
        pooled = function("F.average_pooling_2d", 1, POOL, **keys)
        return pooled if pads is not None else _padded(pooled, op.padding, None)
    # The two-dimensional function always counts the padding.
    value: Code = Raw("None")
    if isinstance(op.count_padding, Expr):
        value = Choice(Ex(op.count_padding), Raw("0"), value)
    return function("F.average_pooling_nd", 1, POOL, **keys, pad_value=value)


def _stride(op: MaxPool | AvgPool) -> Code | None:
    return None if op.step == op.kernel else size(op.step)


def _pair(pair: Pair) -> Code:
    return Items((num(pair[0]), num(pair[1])))


def _padded(pooled: Layer, pads: Pads, value: Code | None) -> Layer:
    """``pooled`` after an explicit pad: a function pads both sides alike."""
    widths = pad_widths(pads)
    padded = function(
        "F.pad", 2, pad_width=widths, mode=Raw('"constant"'), constant_values=value
    )
    inner, outer = padded.call, pooled.call
    assert inner is not None and outer is not None
    assert padded.listed is not None and pooled.listed is not None
    return Layer(
        call=lambda x: outer(inner(x)),
        listed=invoke("Stack", padded.listed, pooled.listed),
        kind=POOL,
    )


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
