"""Paddle: operators that give values other axes."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import is_flat, reshaped
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Attr, Items, Literal
from archspec.ops import Op
from archspec.ops.rearrange import PixelShuffle, PixelUnshuffle, Reshape


def reshape(op: Reshape, site: Site) -> Layer:
    sizes = reshaped(op)
    shape = Items((Literal(0), *sizes), "[]")  # 0 is the size of the batch
    module = invoke("Apply", dotted("paddle.reshape"), shape=shape)
    if is_flat(site.x):
        module = invoke("nn.Unflatten", Literal(1), Items(sizes, "[]"))
    return Layer(module=module, call=lambda x: invoke(Attr(x, "reshape"), shape))


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
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
