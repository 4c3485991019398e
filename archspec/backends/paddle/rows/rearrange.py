"""Paddle: operators that move values, or keep a part of them."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    moved,
    negated,
    pads_from_last,
    reshaped,
    sides,
)
from archspec.backends.contract.subscripts import inside, kept, subscripted
from archspec.backends.paddle.rows.pools import pad
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Attr, Code, Items, Literal
from archspec.ops import Op, known
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.shape import Slice


def reshape(op: Reshape, site: Site) -> Layer:
    sizes = reshaped(op)
    shape = Items((Literal(0), *sizes), "[]")  # 0 is the size of the batch
    module = invoke("Apply", dotted("paddle.reshape"), shape=shape)
    if is_flat(site.x):
        module = invoke("nn.Unflatten", Literal(1), Items(sizes, "[]"))
    return Layer(module=module, call=lambda x: invoke(Attr(x, "reshape"), shape))


def slice_(op: Slice, site: Site) -> Layer:
    return Layer(
        call=subscripted(kept(op, site.x)), listed=_sliced(op, op.number(site.x) + 1)
    )


def _sliced(op: Slice, axis: int) -> Code | None:
    """The layer for a list; None where no function computes it."""
    if op.stop is None or op.step != 1:
        return None
    one = {"axes": Literal(axis), "starts": lit(op.start), "ends": lit(op.stop)}
    keys = {key: Items((value,), "[]") for key, value in one.items()}
    return invoke("Apply", dotted("paddle.slice"), **keys)


def crop(op: Crop, site: Site) -> Layer:
    name = f"nn.Pad{sides(site.x)}D"
    pads = negated(op.cropping)
    return Layer(
        call=subscripted(inside(op)) if known(pads) else lambda x: pad(x, pads),
        listed=invoke(name, pads_from_last(pads)),
    )


def roll(op: Roll, site: Site) -> Layer:
    del site
    shifts, axis = moved(op)
    return Layer(
        call=lambda x: invoke("paddle.roll", x, shifts, axis),
        listed=invoke("Apply", dotted("paddle.roll"), shifts=shifts, axis=axis),
    )


def pixel_shuffle(op: PixelShuffle, site: Site) -> Layer:
    del site
    scale = lit(op.scale)
    return Layer(
        module=invoke("nn.PixelShuffle", scale),
        call=lambda x: invoke("F.pixel_shuffle", x, scale),
    )


def pixel_unshuffle(op: PixelUnshuffle, site: Site) -> Layer:
    del site
    scale = lit(op.scale)
    return Layer(
        module=invoke("nn.PixelUnshuffle", scale),
        call=lambda x: invoke("F.pixel_unshuffle", x, scale),
    )


REARRANGING: Mapping[type[Op], Row] = {
    Slice: slice_,
    Crop: crop,
    Roll: roll,
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
