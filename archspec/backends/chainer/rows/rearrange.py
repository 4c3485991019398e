"""Chainer: operators that move values, or keep a part of them."""

from collections.abc import Mapping, Sequence

from archspec.backends.chainer.rows.common import function
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import every, reshaped
from archspec.backends.contract.subscripts import inside, kept, subscripted
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Bounds, Code, Identifier, Items, Literal
from archspec.ops import Op
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.shape import Slice


def reshape(op: Reshape, site: Site) -> Layer:
    del site
    sizes = reshaped(op)

    def call(x: Code) -> Code | None:
        if not isinstance(x, Identifier):
            return None  # the code reads it twice
        return invoke("F.reshape", x, Items((invoke("len", x), *sizes)))

    listed = invoke("Apply", Identifier("reshape"), shape=Items(sizes))
    return Layer(call=call, listed=listed)


def slice_(op: Slice, site: Site) -> Layer:
    return _part(kept(op, site.x))


def crop(op: Crop, site: Site) -> Layer:
    del site
    return _part(inside(op))


def _part(parts: Sequence[Bounds]) -> Layer:
    """A part of a value."""
    slices = Items(tuple(map(_as_slice, parts)))
    listed = invoke("Apply", dotted("F.get_item"), slices=slices)
    return Layer(call=subscripted(parts), listed=listed)


def _as_slice(bounds: Bounds) -> Code:
    given = [bounds.start, bounds.stop, bounds.step]
    start, stop, step = (Literal(None) if one is None else one for one in given)
    if bounds.step is not None:
        return invoke("slice", start, stop, step)
    return (
        invoke("slice", stop) if bounds.start is None else invoke("slice", start, stop)
    )


def roll(op: Roll, site: Site) -> Layer:
    del site
    return function("roll", 1, shifts=every(op.shift))


def pixel_shuffle(op: PixelShuffle, site: Site) -> Layer:
    del site
    return function("pixel_shuffle", 1, scale=lit(op.scale))


def pixel_unshuffle(op: PixelUnshuffle, site: Site) -> Layer:
    del site
    return function("pixel_unshuffle", 1, scale=lit(op.scale))


REARRANGING: Mapping[type[Op], Row] = {
    Slice: slice_,
    Crop: crop,
    Roll: roll,
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
