"""Gluon: resizing."""

import math

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import every, is_all, sides
from archspec.backends.contract.refusals import Unsupported
from archspec.backends.gluon.rows.common import function
from archspec.backends.gluon.rows.layers import IMAGE
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Dim
from archspec.ops.fields.kinds import Real, Sizes
from archspec.ops.resize import Upsample, is_whole_factor

LONGEST = 4096  # a factor must be exact for sides of up to this many pixels


def upsample(op: Upsample, site: Site) -> Layer:
    if sides(site.x) == IMAGE and (layer := _native(op)) is not None:
        return layer
    return Layer(module=_helper(op, site))


def _native(op: Upsample) -> Layer | None:
    """MXNet's own function of images, where it is exact."""
    scale = op.scale
    if scale is None or op.align_corners is not False:
        return None
    if op.mode == "nearest" and is_whole_factor(scale) and scale[0] == scale[1]:
        return function(lambda x: _nearest(x, scale[0]), scale)
    if op.mode != "nearest" and all(map(_is_power_of_two, scale)):
        return function(lambda x: _bilinear(x, *scale), scale)
    return None


def _nearest(x: Code, scale: Real) -> Code:
    kind = Literal("nearest")
    return invoke("F.UpSampling", x, scale=lit(scale), sample_type=kind)


def _bilinear(x: Code, height: Real, width: Real) -> Code:
    return invoke(
        "F.contrib.BilinearResize2D",
        x,
        scale_height=lit(height),
        scale_width=lit(width),
        align_corners=Literal(False),
    )


def _is_power_of_two(scale: Real) -> bool:
    """Whether weights for this factor are exact in float32 (else measured: 3e-7)."""
    return isinstance(scale, int) and scale & (scale - 1) == 0


def _helper(op: Upsample, site: Site) -> Code:
    nearest, count = op.mode == "nearest", sides(site.x)
    up: Sizes | None = None
    down: tuple[int, ...] = ()
    if op.scale is not None:
        ratios = [_ratio(factor, nearest) for factor in op.scale]
        up, down = tuple(a for a, _ in ratios), tuple(b for _, b in ratios)
    return invoke(
        "ResizeND",
        up=None if up is None else every(up),
        down=None if is_all(down, 1) else every(down),
        size=None if op.size is None else every(op.size),
        sides=None if count == IMAGE else lit(count),
        linear=None if nearest else Literal(True),
        align_corners=None if op.align_corners is False else lit(op.align_corners),
    )


def _ratio(factor: Real, nearest: bool) -> tuple[Dim, int]:
    """Whole numbers whose ratio resizes as ``factor`` does, for all sides in use.

    Raises:
        Unsupported: there are none. A symbol has no size that Python could round.
    """
    if not isinstance(factor, float):
        return factor, 1
    found = (n for n in range(1, LONGEST) if round(factor * n) / n == factor)
    down = next(found, 1)
    up, sizes = round(factor * down), range(1, LONGEST)
    exact = factor.as_integer_ratio() == (up, down) if nearest else True
    if exact and all(math.floor(n * factor) == n * up // down for n in sizes):
        return up, down
    raise Unsupported(
        f"MXNet computes sizes in whole numbers, which the factor {factor} rounds",
        "write the size: [height, width], or the value to resize to: like: input",
    )
