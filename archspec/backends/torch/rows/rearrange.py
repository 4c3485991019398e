"""PyTorch: operators that move values, or keep a part of them."""

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
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Attr, Code, Identifier, Items, Literal
from archspec.backends.torch.rows.layers import padded
from archspec.ops import Op, known
from archspec.ops.rearrange import Crop, PixelShuffle, PixelUnshuffle, Reshape, Roll
from archspec.ops.shape import Slice


def reshape(op: Reshape, site: Site) -> Layer:
    sizes = reshaped(op)
    if is_flat(site.x):
        shape = Literal(1), Items(sizes)
        return Layer(
            module=invoke("nn.Unflatten", *shape),
            call=lambda x: invoke(Attr(x, "unflatten"), *shape),
        )

    def call(x: Code) -> Code | None:
        if not isinstance(x, Identifier):
            return None  # the code reads it twice
        return invoke(Attr(x, "reshape"), invoke("len", x), *sizes)

    listed = invoke("Apply", Identifier("reshape"), shape=Items(sizes))
    return Layer(call=call, listed=listed)


def slice_(op: Slice, site: Site) -> Layer:
    return Layer(
        call=subscripted(kept(op, site.x)), listed=_narrowed(op, op.number(site.x) + 1)
    )


def _narrowed(op: Slice, axis: int) -> Code | None:
    """The layer for a list; None where no function computes it."""
    if op.stop is None or op.step != 1:
        return None
    keys = {"start": lit(op.start), "length": lit(op.stop - op.start)}
    return invoke("Apply", dotted("torch.narrow"), dim=Literal(axis), **keys)


def crop(op: Crop, site: Site) -> Layer:
    name = f"nn.ZeroPad{sides(site.x)}d"
    pads = negated(op.cropping)
    return Layer(
        call=subscripted(inside(op)) if known(pads) else lambda x: padded(x, pads),
        listed=invoke(name, pads_from_last(pads)),
    )


def roll(op: Roll, site: Site) -> Layer:
    del site
    shifts, dims = moved(op)
    return Layer(
        call=lambda x: invoke("torch.roll", x, shifts, dims),
        listed=invoke("Apply", dotted("torch.roll"), shifts=shifts, dims=dims),
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
