"""Gluon: operators that move values, or keep a part of them."""

from collections.abc import Callable, Mapping, Sequence

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import every, reshaped
from archspec.backends.contract.subscripts import inside, kept
from archspec.backends.gluon.rows.common import function
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Bounds, Code, Items, Literal
from archspec.ops import Op
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.shape import Slice


def reshape(op: Reshape, site: Site) -> Layer:
    del site
    shape = Items((Literal(0), *reshaped(op)))  # 0 is the size of the batch
    return function(lambda x: invoke("F.reshape", x, shape), op.shape)


def slice_(op: Slice, site: Site) -> Layer:
    fields = op.start, op.stop, op.step
    if op.step != 1:
        return function(_sliced(kept(op, site.x)), *fields)
    keys = {
        "axis": Literal(op.number(site.x) + 1),
        "begin": lit(op.start),
        "end": lit(op.stop),
    }
    return function(lambda x: invoke("F.slice_axis", x, **keys), *fields)


def crop(op: Crop, site: Site) -> Layer:
    del site
    return function(_sliced(inside(op)), op.cropping)


def _sliced(parts: Sequence[Bounds]) -> Callable[[Code], Code]:
    """A call of ``F.slice``; None leaves a bound open."""

    def bounds(*given: Code | None) -> Code | None:
        if given == (None,) * len(given):
            return None
        return Items(tuple(Literal(None) if one is None else one for one in given))

    begin, end, step = (
        bounds(*each)
        for each in zip(*((p.start, p.stop, p.step) for p in parts), strict=True)
    )
    every = Items((Literal(None),) * len(parts))
    keys = {"begin": begin or every, "end": end or every, "step": step}
    return lambda x: invoke("F.slice", x, **keys)


def roll(op: Roll, site: Site) -> Layer:
    del site
    return Layer(module=invoke("Roll", every(op.shift)), shared=True)


def pixel_shuffle(op: PixelShuffle, site: Site) -> Layer:
    del site
    layer = invoke("gluon.contrib.nn.PixelShuffle2D", lit(op.scale))
    return Layer(module=layer, shared=True)


def pixel_unshuffle(op: PixelUnshuffle, site: Site) -> Layer:
    del site
    return Layer(module=invoke("PixelUnshuffle", lit(op.scale)), shared=True)


REARRANGING: Mapping[type[Op], Row] = {
    Slice: slice_,
    Crop: crop,
    Roll: roll,
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
