"""Gluon: operators that give values other axes."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import reshaped
from archspec.backends.gluon.rows.common import function
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Items, Literal
from archspec.ops import Op
from archspec.ops.rearrange import PixelShuffle, PixelUnshuffle, Reshape


def reshape(op: Reshape, site: Site) -> Layer:
    del site
    shape = Items((Literal(0), *reshaped(op)))  # 0 is the size of the batch
    return function(lambda x: invoke("F.reshape", x, shape), op.shape)


def pixel_shuffle(op: PixelShuffle, site: Site) -> Layer:
    del site
    layer = invoke("gluon.contrib.nn.PixelShuffle2D", lit(op.scale))
    return Layer(module=layer, shared=True)


def pixel_unshuffle(op: PixelUnshuffle, site: Site) -> Layer:
    del site
    return Layer(module=invoke("PixelUnshuffle", lit(op.scale)), shared=True)


REARRANGING: Mapping[type[Op], Row] = {
    Reshape: reshape,
    PixelShuffle: pixel_shuffle,
    PixelUnshuffle: pixel_unshuffle,
}
