"""PyTorch: operators that give values other axes."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import is_flat, reshaped
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Attr, Code, Identifier, Items, Literal
from archspec.ops import Op
from archspec.ops.rearrange import PixelShuffle, PixelUnshuffle, Reshape


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
