"""Paddle: resizing; its own functions keep positions of pixels as float32."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import sides, size
from archspec.backends.contract.resizing import (
    Keys,
    helper_keys,
    helper_name,
    resizing,
)
from archspec.backends.paddle.rows.pools import float32
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Literal
from archspec.ops.fields.kinds import Real
from archspec.ops.resize import Upsample

SIGNAL = 1  # sides
LAYOUTS = {1: "NCW", 3: "NCDHW"}  # the default is that of images


def upsample(op: Upsample, site: Site) -> Layer:
    count = sides(site.x)
    if not _is_native(op, count):
        name, given = helper_name(op), helper_keys(op)
        layer = invoke("Apply", dotted(name), **given)
        return Layer(
            call=resizing(lambda x, keys: invoke(name, x, **keys), given),
            listed=layer if len(site.xs) == 1 else None,
        )
    assert op.scale is not None
    keys: Keys = {
        "scale_factor": size(op.scale),
        "mode": lit(op.mode),
        "align_corners": None if op.mode == "nearest" else Literal(False),
        "data_format": Literal(LAYOUTS[count]) if count in LAYOUTS else None,
    }
    return Layer(
        module=invoke("nn.Upsample", **keys),
        call=lambda x: invoke("F.interpolate", x, **keys),
    )


def _is_native(op: Upsample, count: int) -> bool:
    """Whether Paddle's function is exact; it has no nearest pixels of signals."""
    if op.scale is None or op.align_corners is not False:
        return False
    if op.mode == "nearest":
        return count != SIGNAL and all(map(_pixels_are_exact, op.scale))
    return all(map(_is_power_of_two, op.scale))


def _is_power_of_two(scale: Real) -> bool:
    """Whether Paddle's linear resize by ``scale`` is exact.

    It keeps the ratio of the sizes and the positions of pixels as float32 (measured).
    """
    return isinstance(scale, int) and scale & (scale - 1) == 0


LONGEST = 4096  # a scale must be exact up to this many pixels of an upsampled side


def _pixels_are_exact(scale: Real) -> bool:
    """Whether Paddle's nearest resize by ``scale`` finds every pixel.

    Pixel i reads int(i * ratio) in float32, which can fall just below the whole number:
    at a scale of 41, for example (measured).
    """
    if not isinstance(scale, int):
        return False
    ratio = float32(1 / scale)
    pixels = range(max(LONGEST // scale, 1) * scale)
    return all(int(float32(ratio * i)) == i // scale for i in pixels)
