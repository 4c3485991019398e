"""Paddle: pooling and resizing, where its geometry differs from the language's."""

import struct
from math import gcd

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import (
    NO_PADS,
    AnyPool,
    drops_no_window,
    four,
    full_pads,
    num,
    size,
    size_unless,
    symmetric,
)
from archspec.backends.steps import POOL
from archspec.backends.target import Arg, Code, Invoke, Items, Raw, invoke
from archspec.expr import Const, Dim, Expr, if_else, lift, negate
from archspec.model.shapes import plain
from archspec.ops import AdaptiveAvgPool, AvgPool, GlobalAvgPool, MaxPool, Upsample
from archspec.ops.base import Shape
from archspec.ops.kinds import Flag, Pads, Pair


def padding(pads: Pads) -> Code | None:
    """A ``padding`` argument, None for the default 0; its 4-tuple starts at the top."""
    pair = symmetric(pads)
    return four(pads, "tblr") if pair is None else size_unless(pair, 0)


def pad(x: Code, pads: Pads, value: Code | None = None) -> Code:
    """F.pad counts from the last axis: left, right, top, bottom."""
    return invoke("F.pad", x, four(pads, "lrtb"), value=value)


def _window(op: AnyPool, x: Shape) -> tuple[Pads, bool]:
    """Pads and ``ceil_mode`` that give the windows of ``op``.

    Paddle's ceil_mode keeps a last window that holds no data; where one is possible,
    pads that reach as far as the last window with data, and rounding down.
    """
    if op.rounding == "ceil" and drops_no_window(op):
        return op.padding, True
    return full_pads(op, x), False


def _module(
    name: str, op: AnyPool, pads: Pads, ceil: bool, exclusive: Code | None = None
) -> Invoke:
    return invoke(
        f"nn.{name}",
        size(op.kernel),
        stride=None if op.step == op.kernel else size(op.step),
        padding=padding(pads),
        ceil_mode=Raw("True") if ceil else None,
        exclusive=exclusive,
    )


def max_pool(op: MaxPool, site: Site) -> Layer:
    pads, ceil = _window(op, site.x)
    return Layer(module=_module("MaxPool2D", op, pads, ceil), kind=POOL)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    # exclusive is the opposite of counting the padding. It never counts what ceil_mode
    # adds, and counts pads wrongly where the two sides differ (measured).
    pads, ceil = _window(op, site.x)
    if symmetric(op.padding) is not None and pads == op.padding:
        exclusive = None if pads == NO_PADS else num(_not(op.count_padding))
        return Layer(module=_module("AvgPool2D", op, pads, ceil, exclusive), kind=POOL)
    counted = _counted(op)
    rest = _minus(pads, counted)
    module = _module(
        "AvgPool2D", op, rest, ceil, None if rest == NO_PADS else Raw("True")
    )
    if counted == NO_PADS:
        return Layer(module=module, kind=POOL)
    # The pads that count are zeros of the image, those that do not are left to the pool.
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(pad(x, counted)),)),
        listed=invoke(
            "nn.Sequential", invoke("nn.ZeroPad2D", four(counted, "lrtb")), module
        ),
        kind=POOL,
    )


def _not(flag: Flag) -> Flag:
    return negate(flag) if isinstance(flag, Expr) else not flag


def _counted(op: AvgPool) -> Pads:
    """The pads whose zeros count in the mean."""
    flag = op.count_padding
    if not isinstance(flag, Expr):
        return op.padding if flag else NO_PADS

    def kept(value: Dim) -> Dim:
        return 0 if value == 0 else plain(if_else(flag, lift(value), Const(0)))

    (top, bottom), (left, right) = op.padding
    return (kept(top), kept(bottom)), (kept(left), kept(right))


def _minus(pads: Pads, less: Pads) -> Pads:
    """``pads`` without ``less``, side by side."""
    rows, columns = (
        tuple(_difference(a, b) for a, b in zip(one, other, strict=True))
        for one, other in zip(pads, less, strict=True)
    )
    return (rows[0], rows[1]), (columns[0], columns[1])


def _difference(left: Dim, right: Dim) -> Dim:
    return 0 if left == right else plain(lift(left) - lift(right))


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op, site
    return Layer(
        module=invoke("nn.AdaptiveAvgPool2D", Raw("1")),
        call=lambda x: invoke("F.adaptive_avg_pool2d", x, Raw("1")),
        kind=POOL,
    )


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    del site
    return Layer(module=invoke("nn.AdaptiveAvgPool2D", size(op.size)), kind=POOL)


def upsample(op: Upsample, site: Site) -> Layer:
    bilinear = op.mode == "bilinear"
    exact = _ratio_is_exact if bilinear else _pixels_are_exact
    sizes = zip(site.x[1:], op.output(site.x)[1:], _pair(op.scale), strict=True)
    if not all(exact(*side) for side in sizes):
        return _resize(op, "resize_bilinear" if bilinear else "resize_nearest")
    keys = {
        # A single number is no size here, though it is a scale.
        "size": None if op.size is None else _both(op.size),
        "scale_factor": None if op.scale is None else size(op.scale),
        "mode": Raw(f'"{op.mode}"'),
        "align_corners": Raw("False") if bilinear else None,
    }
    return Layer(
        module=invoke("nn.Upsample", **keys),
        call=lambda x: invoke("F.interpolate", x, **keys),
    )


def _resize(op: Upsample, function: str) -> Layer:
    given = {"size": op.size, "scale": op.scale}
    keys = {name: _both(pair) for name, pair in given.items() if pair is not None}
    return Layer(
        module=invoke("Apply", Raw(function), **keys),
        call=lambda x: invoke(function, x, **keys),
    )


def _both(pair: Pair) -> Code:
    return Items((num(pair[0]), num(pair[1])))


def _pair(scale: Pair | None) -> tuple[Dim | None, Dim | None]:
    return (None, None) if scale is None else scale


def _ratio_is_exact(length: Dim, count: Dim, scale: Dim | None) -> bool:
    """Whether Paddle's bilinear resize from ``length`` to ``count`` is exact.

    It keeps the ratio of the sizes and the places of pixels as float32, which is exact
    where the ratio is a power of two; and to a single pixel it takes the first one, not
    the middle (measured).
    """
    if isinstance(scale, int):
        return _is_power_of_two(scale)
    if not isinstance(length, int) or not isinstance(count, int):
        return False
    whole = _is_power_of_two(count // gcd(length, count))
    return whole and (count > 1 or length == 1)


def _is_power_of_two(value: int) -> bool:
    return value & (value - 1) == 0


LONGEST = 4096  # pixels of an upsampled side for which a scale has to be exact


def _pixels_are_exact(length: Dim, count: Dim, scale: Dim | None) -> bool:
    """Whether Paddle's nearest resize from ``length`` to ``count`` finds every pixel.

    Pixel i is int(i * ratio) in float32, which falls below the whole number now and then:
    of 26 pixels resized to 22, say, and at a scale of 41 (measured).
    """
    if isinstance(scale, int):
        length, count = max(LONGEST // scale, 1), max(LONGEST // scale, 1) * scale
    if not isinstance(length, int) or not isinstance(count, int):
        return False
    ratio = _float32(length / count)
    pixels = range(count)
    return all(int(_float32(ratio * i)) == i * length // count for i in pixels)


def _float32(value: float) -> float:
    return struct.unpack("f", struct.pack("f", value))[0]


def is_float32(value: float) -> bool:
    """Whether ``value`` keeps all its digits as a float32."""
    return _float32(value) == value
