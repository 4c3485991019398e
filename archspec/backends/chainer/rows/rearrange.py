"""Chainer: operators that give values other axes."""

from collections.abc import Mapping

from archspec.backends.chainer.rows.common import function
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import reshaped
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Identifier, Items
from archspec.ops import Op
from archspec.ops.rearrange import PixelShuffle, PixelUnshuffle, Reshape


def reshape(op: Reshape, site: Site) -> Layer:
    del site
    sizes = reshaped(op)

    def call(x: Code) -> Code | None:
        if not isinstance(x, Identifier):
            return None  # the code reads it twice
        return invoke("F.reshape", x, Items((invoke("len", x), *sizes)))

    listed = invoke("Apply", Identifier("reshape"), shape=Items(sizes))
    return Layer(call=call, listed=listed)


def pixel_shuffle(op: PixelShuffle, site: Site) -> Layer:
    del site
    return function("pixel_shuffle", 1, scale=lit(op.scale))


def pixel_unshuffle(op: PixelUnshuffle, site: Site) -> Layer:
    del site
    return function("pixel_unshuffle", 1, scale=lit(op.scale))


REARRANGING: Mapping[type[Op], Row] = {
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
